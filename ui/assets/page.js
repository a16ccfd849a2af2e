// What the page does by itself. The components of ours hold controls; a control names its event in `data-event`, and
// what it says about it in its other data; a form sends its fields along.
window.zhengwen = (() => {
  steadyStream();

  const THEME = 'zhengwen-theme';
  const root = document.documentElement;
  const open = new Set(); // the `data-keep` of what is unfolded, so that it stays so when it is drawn anew
  let pressed = null; // the control whose press may redraw it, to have the focus again
  let turns = 0;

  function wire(element, trigger, events) {
    const send = (control, more) => {
      if (!events.includes(control.dataset.event)) return;
      pressed = {component: element, key: key(control)};
      if (control.dataset.event === 'ask') asking(more.text ?? control.dataset.text, control);
      trigger(control.dataset.event, {...control.dataset, ...more});
    };
    const fields = (form) => {
      const values = {};
      for (const [name, value] of new FormData(form)) (values[name] ??= []).push(value);
      return {fields: JSON.stringify(values), text: values.text?.[0]};
    };
    element.addEventListener('click', (click) => {
      const control = click.target.closest('[data-event]:not(form)');
      if (control) send(control, {});
    });
    element.addEventListener('submit', (submit) => {
      if ('plain' in submit.target.dataset) return;
      submit.preventDefault();
      send(submit.target, fields(submit.target));
    });
    element.addEventListener('change', (change) => {
      const form = change.target.closest('form[data-on="change"]');
      if (form && !change.target.matches('[data-find]')) send(form, fields(form));
    });
    element.addEventListener('toggle', (toggle) => {
      const {keep} = toggle.target.dataset;
      if (keep) toggle.target.open ? open.add(keep) : open.delete(keep);
      plotAll(element);
    }, true);
    element.zhengwen = {trigger, events};
    drawn(element);
  }

  // From the press until the answered turn is drawn; a question that takes the place of a turn hides it and all after.
  function asking(text, control) {
    if (!text.trim()) return;
    document.body.classList.add('asking');
    const from = Number(control?.dataset.turn ?? Infinity);
    document.querySelectorAll('#past .turn').forEach((turn, number) => { turn.hidden = number >= from; });
  }

  function answered() {
    document.body.classList.remove('asking');
    document.querySelectorAll('#past .turn[hidden]').forEach((turn) => { turn.hidden = false; });
  }

  // What is typed is sent, and the box is free for the next question.
  function typed(text, session) {
    asking(text);
    const box = document.querySelector('#box textarea');
    box.value = '';
    box.dispatchEvent(new Event('input', {bubbles: true}));
    return [text, session];
  }

  function key(control) {
    const focused = document.activeElement.closest('input, button, summary');
    return focused && control.contains(focused) && focused.name
      ? `[name="${CSS.escape(focused.name)}"][value="${CSS.escape(focused.value)}"]`
      : Object.entries(control.dataset).map(([name, value]) => `[data-${name}="${CSS.escape(value)}"]`).join('');
  }

  function drawn(element) {
    const top = element.querySelector('.top');
    if (top) {
      root.lang = top.dataset.language;
      root.style.setProperty('--upload', JSON.stringify(top.dataset.upload)); // Gradio's own words follow the browser
    }
    if (element.querySelector('.catalogue')) {
      const upload = JSON.parse(root.style.getPropertyValue('--upload') || '""');
      document.querySelectorAll('#files button').forEach((button) => { button.ariaLabel = upload; });
    }
    const stored = localStorage.getItem(THEME);
    if (top && stored) paint(stored);
    element.querySelectorAll('details[data-keep]').forEach((details) => { details.open ||= open.has(details.dataset.keep); });
    if (element.querySelector('.side')) remember(element.querySelector('.side').dataset.current);
    if (element.querySelector('.panel-body')) showEvidence(element);
    if (element.closest('#live') && element.querySelector('.turn')) follow();
    if (element.closest('#live') && element.querySelector('.notice')) answered(); // it was stopped
    if (element.closest('#past')) {
      answered();
      showLastTurn(element);
    }
    plotAll(element);
    if (pressed?.component === element && document.activeElement === document.body) element.querySelector(pressed.key)?.focus();
  }

  // The address names the conversation, so that a reload or a bookmark comes back to it.
  function remember(conversation) {
    const address = new URL(location);
    conversation ? address.searchParams.set('c', conversation) : address.searchParams.delete('c');
    if (address.href !== location.href) history.replaceState(history.state, '', address);
  }

  function showEvidence(element) {
    const body = element.querySelector('.panel-body');
    const hit = element.querySelector('mark');
    body.scrollTop = 0;
    if (hit) body.scrollTop = hit.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
  }

  function follow() {
    const scroll = document.getElementById('scroll');
    scroll.scrollTop = scroll.scrollHeight;
  }

  function showLastTurn(element) {
    const shown = element.querySelectorAll('.turn');
    if (shown.length > 0 && shown.length !== turns) shown[shown.length - 1].scrollIntoView({block: 'start'});
    turns = shown.length;
  }

  function paint(theme) {
    document.body.classList.toggle('dark', theme === 'dark');
    plotAll(document, true);
  }

  // Figures are drawn by Plotly, which is fetched when the first comes in sight. Their colours are the page's own.
  let plotly = null;
  function plotAll(element, again) {
    element.querySelectorAll('.plot').forEach((place) => {
      if (place.checkVisibility() && (again || !place.firstChild)) plot(place);
    });
  }

  async function plot(place) {
    plotly ??= new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement('script'), {
        src: place.dataset.script, onload: done, onerror: () => { plotly = null; failed(); },
      }));
    });
    try {
      await plotly;
      const {data, layout} = coloured(JSON.parse(place.dataset.figure));
      await Plotly.react(place, data, layout, {displayModeBar: false, responsive: true});
      place.removeAllListeners('plotly_click');
      place.on('plotly_click', ({points: [{customdata: opens}]}) => {
        const {trigger} = place.closest('.html-container').querySelector(':scope > *').zhengwen ?? {};
        if (opens && trigger) reveal(opens, trigger);
      });
    } catch { // the table beside the figure says the same
      place.parentElement.querySelector('.data')?.setAttribute('open', '');
    }
  }

  function coloured(value) {
    if (typeof value === 'string' && value.startsWith('var(')) {
      return getComputedStyle(document.body).getPropertyValue(value.slice(4, -1)).trim();
    }
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, coloured(each)]));
    }
    return value;
  }

  function reveal(opens, trigger) {
    sheet(true);
    trigger('open', opens);
  }

  function sheet(shown) {
    document.body.classList.toggle('evidence-open', shown);
  }

  function drawer(shown) {
    document.body.classList.toggle('drawer-open', shown);
    if (shown) document.querySelector('#side button')?.focus();
  }

  function activate(chip) {
    document.querySelectorAll('.chip.active').forEach((other) => other.classList.remove('active'));
    if (chip.matches('.chip')) chip.classList.add('active');
  }

  async function copy(control) {
    const text = control.parentElement.querySelector('.copied').textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard without https
      const box = Object.assign(document.createElement('textarea'), {value: text});
      document.body.append(box);
      box.select();
      document.execCommand('copy');
      box.remove();
      control.focus();
    }
    control.classList.add('done');
    setTimeout(() => control.classList.remove('done'), 1500);
  }

  function filter(control) {
    const survey = control.closest('.survey');
    survey.querySelectorAll('[data-filter]').forEach((other) => other.setAttribute('aria-pressed', String(other === control)));
    survey.querySelectorAll('.coverage tbody tr').forEach((row) => {
      row.hidden = control.dataset.filter !== '' && !row.classList.contains(control.dataset.filter);
    });
  }

  function sort(control) {
    const head = control.closest('th');
    const table = control.closest('table');
    const descending = head.ariaSort === 'ascending';
    const cell = (row) => row.cells[Number(control.dataset.sort)].dataset.key;
    const rows = [...table.tBodies[0].rows].sort((a, b) => cell(a).localeCompare(cell(b), root.lang, {numeric: true}));
    table.tBodies[0].append(...(descending ? rows.reverse() : rows));
    table.querySelectorAll('th[aria-sort]').forEach((other) => { other.ariaSort = 'none'; });
    head.ariaSort = descending ? 'descending' : 'ascending';
  }

  // Pointing at a chip, or reaching it with the keyboard, shows what it cites.
  const hover = Object.assign(document.createElement('div'), {id: 'hover', role: 'tooltip', hidden: true});
  function point(chip) {
    const card = chip?.closest('.turn')?.querySelector(`[data-card="${CSS.escape(chip.dataset.marker)}"]`);
    hover.hidden = !card;
    document.querySelector('[aria-describedby="hover"]')?.removeAttribute('aria-describedby');
    if (!card) return;
    hover.replaceChildren(...[...card.childNodes].map((node) => node.cloneNode(true)));
    document.body.append(hover);
    chip.setAttribute('aria-describedby', 'hover');
    const at = chip.getBoundingClientRect();
    hover.style.left = `${Math.max(8, Math.min(at.left - 20, innerWidth - hover.offsetWidth - 8))}px`;
    const below = at.bottom + 6 + hover.offsetHeight < innerHeight;
    hover.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - hover.offsetHeight - 6)}px`;
  }
  function leave(target) {
    document.querySelectorAll('details.facet[open], details.menu[open]').forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  }
  const chipOf = (event) => event.target.closest?.('.turn button.chip');
  document.addEventListener('mouseover', (event) => { if (!event.target.closest?.('#hover')) point(chipOf(event)); });
  document.addEventListener('focusin', (event) => {
    point(chipOf(event));
    leave(event.target);
  });
  document.addEventListener('scroll', () => point(null), true);

  document.addEventListener('click', (click) => {
    const control = click.target.closest('button');
    leave(click.target);
    if (document.body.classList.contains('drawer-open') && !click.target.closest('.menu, [data-drawer]')) drawer(false);
    if (!control) return;
    const {dataset} = control;
    if (dataset.event === 'open') {
      activate(control);
      if (control.closest('#desk')) sheet(true);
      point(null);
    } else if ('close' in dataset) sheet(false);
    else if ('drawer' in dataset) drawer(!document.body.classList.contains('drawer-open'));
    else if ('copy' in dataset) copy(control);
    else if ('filter' in dataset) filter(control);
    else if ('sort' in dataset) sort(control);
    else if ('theme' in dataset) {
      const theme = document.body.classList.contains('dark') ? 'light' : 'dark';
      localStorage.setItem(THEME, theme);
      paint(theme);
    } else if ('section' in dataset) {
      const panel = control.closest('.panel');
      panel.querySelector(`[data-ordinal="${Number(dataset.section)}"]`)?.scrollIntoView({block: 'start'});
    }
  });
  document.addEventListener('input', (input) => {
    if (!input.target.matches('[data-find]')) return;
    const sought = input.target.value.toLowerCase();
    input.target.closest('form').querySelectorAll('li').forEach((item) => {
      item.hidden = !item.textContent.toLowerCase().includes(sought);
    });
  });
  document.addEventListener('keydown', (key) => {
    if (key.key !== 'Escape') return;
    point(null);
    const menu = document.activeElement.closest('details.facet, details.menu, details.edit');
    if (menu?.open) {
      menu.open = false;
      menu.querySelector('summary').focus();
    } else if (document.body.classList.contains('drawer-open')) {
      drawer(false);
      document.querySelector('[data-drawer]').focus();
    } else sheet(false);
  });

  // A server that is gone is told, and looked for; when it is back, or another one, which knows nothing of this page,
  // the page loads anew with the conversation of its address.
  const LOOK_MILLISECONDS = 3000;
  let server = null;
  let lost = null;
  async function look() {
    try {
      const run = await (await fetch('/alive', {cache: 'no-store'})).text();
      server ??= run;
      if (lost || run !== server) location.reload();
    } catch {
      if (lost) return;
      lost = Object.assign(document.createElement('p'), {id: 'lost', role: 'alert'});
      lost.textContent = document.querySelector('.top')?.dataset.lost ?? '';
      document.body.append(lost);
    }
  }
  setInterval(() => { if (lost || !document.hidden) look(); }, LOOK_MILLISECONDS);
  look();

  // Gradio's server ends the stream of a page's events when the last of them is done. A press that reaches it in that
  // instant is worked on, but Gradio's client takes the stream for open still and never hears of it. So where a press is
  // unanswered as the stream ends, the stream is taken up again, and the client sees one.
  function steadyStream() {
    const plain = window.fetch.bind(window);
    const joining = new Set(); // presses on their way
    const due = new Set(); // events that are not done
    const done = new Set(); // events that were done before their number came back

    function join(input, init) {
      const joined = plain(input, init).then(async (response) => {
        const {event_id: number} = response.ok ? await response.clone().json() : {};
        if (number && !done.delete(number)) due.add(number);
        return response;
      });
      joining.add(joined);
      joined.finally(() => joining.delete(joined)).catch(() => {});
      return joined;
    }

    async function stream(input, init) {
      const first = await plain(input, init);
      if (!first.ok || !first.body) return first;
      const pass = async (controller) => {
        for (let response = first; response;) {
          response = await forward(response, controller) ? await plain(input, init) : null;
        }
        controller.close();
      };
      const body = new ReadableStream({start: (controller) => { pass(controller).catch((error) => controller.error(error)); }});
      return new Response(body, {status: first.status, headers: first.headers});
    }

    // Hands on the events of a response; whether the stream is to be taken up again.
    async function forward(response, controller) {
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const encoder = new TextEncoder();
      for (let rest = ''; ;) {
        const {value, done: over} = await reader.read();
        if (over) return false;
        const events = (rest + value).split('\n\n');
        rest = events.pop();
        for (const event of events) {
          const {msg, event_id: number} = JSON.parse(event.slice(event.indexOf('{')) || '{}');
          if (msg === 'process_completed' && !due.delete(number)) done.add(number);
          if (msg === 'close_stream') {
            await Promise.allSettled([...joining]);
            if (due.size) return true;
          }
          controller.enqueue(encoder.encode(`${event}\n\n`));
        }
      }
    }

    window.fetch = (input, init) => {
      const {pathname} = new URL(input.url ?? input, location);
      if (pathname === '/gradio_api/queue/join') return join(input, init);
      return pathname === '/gradio_api/queue/data' ? stream(input, init) : plain(input, init);
    };
  }

  return {wire, drawn, typed, answered};
})();
