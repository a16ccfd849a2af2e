// What the page does by itself: the theme, the evidence sheet of a phone, and scrolling to what was asked for.
window.zhengwen = (() => {
  const THEME = 'zhengwen-theme';
  const root = document.documentElement;

  function paint(theme) {
    document.body.classList.toggle('dark', theme === 'dark');
  }

  function drawn(element) {
    const top = element.querySelector('.top');
    if (top) root.lang = top.dataset.language;
    const stored = localStorage.getItem(THEME);
    if (top && stored) paint(stored);
    if (element.querySelector('.panel')) showEvidence(element);
    if (element.closest('#live') && element.querySelector('.turn')) follow();
    if (element.closest('#past')) showLastTurn(element);
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
    const turns = element.querySelectorAll('.turn');
    if (turns.length > 0) turns[turns.length - 1].scrollIntoView({block: 'start'});
  }

  function sheet(open) {
    document.body.classList.toggle('evidence-open', open);
  }

  function mark(pressed) {
    document.querySelectorAll('.chip.active').forEach((chip) => chip.classList.remove('active'));
    if (pressed.matches('.chip')) pressed.classList.add('active');
  }

  document.addEventListener('click', (click) => {
    const control = click.target.closest('button');
    if (!control) return;
    if (control.dataset.event === 'open') {
      mark(control);
      sheet(true);
    } else if ('close' in control.dataset) {
      sheet(false);
    } else if ('theme' in control.dataset) {
      const theme = document.body.classList.contains('dark') ? 'light' : 'dark';
      localStorage.setItem(THEME, theme);
      paint(theme);
    } else if ('section' in control.dataset) {
      const panel = control.closest('.panel');
      panel.querySelector(`[data-ordinal="${Number(control.dataset.section)}"]`)?.scrollIntoView({block: 'start'});
    }
  });
  document.addEventListener('keydown', (key) => {
    if (key.key === 'Escape') sheet(false);
  });
  return {drawn};
})();
