"""Web pages in the manner of government sites, read back."""

import time
from contextlib import suppress

import pytest

from index.errors import UnreadableFile
from index.loaders import load_bytes

TITLE = "国务院办公厅关于加快发展高技术服务业的指导意见"
PARAGRAPHS = (
    "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
    "高技术服务业是现代服务业的重要内容和高端环节，技术含量和附加值高，创新性强，发展潜力大，辐射带动作用突出。",
    "一、总体要求",
    "（一）指导思想。以邓小平理论和“三个代表”重要思想为指导，深入贯彻落实科学发展观。",
    "（二）发展目标。“十二五”期间，高技术服务业营业收入年均增长18%以上。",
    "二、重点任务",
    "（三）研发设计服务。突出研发设计服务对提升产业创新能力的关键作用。",
)
TASKS = (("序号", "重点任务", "责任单位"), ("1", "研发设计服务", "科技部"), ("2", "知识产权服务", "知识产权局"))
SIGNATURE = ("国务院办公厅", "二○一一年十二月十二日")
MENU = "".join(f'<li><a href="/{n}.htm">{n}</a></li>' for n in ("首页", "政务公开", "政务服务", "互动交流", "专题专栏"))
FOOTER = (
    '<div class="footer"><p>主办单位：某某人民政府办公厅　<a href="/">网站地图</a></p><p>版权所有：中国政府网　'
    "京ICP备05070218号　京公网安备11010202000001号</p></div>"
)
TASK_TABLE = (
    "<table><tbody>"
    + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in TASKS)
    + "</tbody></table>"
)


def central() -> bytes:
    """As www.gov.cn has it: UTF-8, a table of labels, the text in #UCAP-CONTENT, sharing and printing."""
    labels = (
        ("索 引 号：", "000014349/2011-00123"),
        ("主题分类：", "国民经济管理、国有资产监管\\宏观经济"),
        ("发文机关：", "国务院办公厅"),
        ("成文日期：", "2011年12月12日"),
        ("标　　题：", TITLE),
        ("发文字号：", "国办发〔2011〕58号"),
        ("发布日期：", "2011年12月16日"),
    )
    table = "".join(
        "<tr>" + "".join(f"<td><b>{a}</b></td><td>{b}</td>" for a, b in labels[i : i + 2]) + "</tr>"
        for i in (0, 2, 4, 6)
    )
    body = "".join(
        f'<p style="text-indent: 2em;"><strong>{each}</strong></p>'
        if each[1] == "、" and len(each) < 10
        else f"<p>　　{each}</p>"
        for each in PARAGRAPHS
    )
    signature = "".join(f'<p style="text-align: right;">{each}</p>' for each in SIGNATURE)
    related = "".join(f'<li><a href="/c{n}.htm">国务院办公厅关于第{n}号文件的通知</a></li>' for n in range(8))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{TITLE}_其他_中国政府网</title>
<meta name="keywords" content="高技术服务业"><meta name="firstpublishedtime" content="2011-12-16-11:24:00">
<script>var a = "<p>不是正文，不是正文，不是正文。</p>";</script><style>p {{ margin: 0 }}</style></head>
<body><div class="header"><ul>{MENU}</ul><form><input value="搜索"></form></div>
<div class="BreadcrumbNav">当前位置：<a href="/">首页</a>&gt;<a href="/zc">政策</a>&gt;正文</div>
<div class="wrap"><div class="policyLibraryOverview_header"><table class="border-table noneBorder">{table}</table></div>
<div class="pages-title"><h1>{TITLE}</h1></div>
<div class="share">字号：<a>默认</a> <a>大</a> <a>超大</a> | <a href="javascript:print()">打印</a> | <a>收藏</a></div>
<div class="pages_content" id="UCAP-CONTENT"><p style="text-align:center">国办发〔2011〕58号</p>{body}{signature}
<p>附件：重点任务分工</p>{TASK_TABLE}<p>（此件公开发布）</p></div>
<div class="related"><h2>相关稿件</h2><ul>{related}</ul></div>
</div>{FOOTER}</body></html>""".encode()


def provincial() -> bytes:
    """As www.gd.gov.cn and many sites have it: GBK, meta tags of the standard for government pages, a TRS editor."""
    body = "".join(f'<p align="justify">　　{each}</p>' for each in PARAGRAPHS)
    signature = "".join(f'<p align="right">{each}　　</p>' for each in SIGNATURE)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{TITLE} 广东省人民政府门户网站</title>
<meta name="SiteName" content="广东省人民政府门户网站"><meta name="ColumnName" content="文件库">
<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2011-12-16 11:24">
<meta name="ContentSource" content="国务院办公厅"><meta name="Url" content="http://www.gd.gov.cn/zwgk/wjk/content/post_1.html">
</head><body><div id="nav"><ul>{MENU}</ul></div><div class="w1000">
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/wjk">文件库</a></div>
<h3 class="zw-title">{TITLE}</h3>
<div class="zw-info">时间：2011-12-16 11:24　来源：国务院办公厅
【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></div>
<div class="zw"><div class="TRS_Editor"><style>.TRS_Editor P{{margin-top:0}}</style>{body}{signature}
<br>附件：<a href="/p.pdf">重点任务分工.pdf</a>
{TASK_TABLE}</div></div>
<div class="share">分享到：<a>微信</a> <a>微博</a></div></div>
<div class="link"><select><option>国务院部门网站</option><option>外交部</option></select></div>
{FOOTER}</body></html>""".encode("gb18030")


def municipal() -> bytes:
    """As www.sz.gov.cn has it: the labels in a list of divisions, the text in divisions with line breaks."""
    labels = (
        ("索引号", "00754242/2011-00123"),
        ("分类", "经济管理"),
        ("发布机构", "深圳市人民政府"),
        ("成文日期", "2011-12-12"),
        ("名称", TITLE),
        ("文号", "深府〔2011〕58号"),
        ("发布日期", "2011-12-16"),
    )
    table = "".join(f'<div class="tr"><span class="th">{a}：</span><em>{b}</em></div>' for a, b in labels)
    body = "<br/>".join(f"　　{each}" for each in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="UTF-8">
<title>{TITLE}-政策文件-深圳政府在线</title></head><body><header><nav><ul>{MENU}</ul></nav></header>
<section class="mid"><div class="news_cont_d_t">{table}</div><div class="tit"><h1>{TITLE}</h1>
<p class="tools">发布时间：2011-12-16 10:00 信息来源：深圳市人民政府 <a>【打印】</a><a>【关闭】</a></p></div>
<div class="news_cont_d_wrap"><div>{body}</div><div style="text-align:right">{"<br>".join(SIGNATURE)}</div>
{TASK_TABLE}</div>
<div class="fujian">附件下载：<a href="1.doc">1.重点任务分工.doc</a></div></section>
<aside><h4>政策解读</h4><a href="x">一图读懂：高技术服务业</a></aside>{FOOTER}</body></html>""".encode()


ROWS = "序号：1 | 重点任务：研发设计服务 | 责任单位：科技部\n序号：2 | 重点任务：知识产权服务 | 责任单位：知识产权局\n"
MAIN = "\n".join([*PARAGRAPHS, *SIGNATURE]) + "\n"


def read(data):
    (loaded,) = load_bytes(data if isinstance(data, bytes) else data.encode(), "a.html")
    return loaded


def test_a_central_page_is_its_labels_its_text_and_its_table():
    loaded = read(central())
    assert loaded.text == (
        "索引号：000014349/2011-00123\n主题分类：国民经济管理、国有资产监管\\宏观经济\n发文机关：国务院办公厅\n"
        f"成文日期：2011年12月12日\n标题：{TITLE}\n发文字号：国办发〔2011〕58号\n发布日期：2011年12月16日\n{TITLE}\n"
        f"国办发〔2011〕58号\n{MAIN}附件：重点任务分工\n{ROWS}（此件公开发布）\n"
    )
    assert loaded.metadata == {"title": TITLE, "published_on": "2011-12-16-11:24:00"}


def test_a_provincial_page_in_gbk_states_its_metadata_in_tags():
    loaded = read(provincial())
    assert loaded.text == f"{TITLE}\n时间：2011-12-16 11:24　来源：国务院办公厅\n{MAIN}附件：重点任务分工.pdf\n{ROWS}"
    assert loaded.metadata == {
        "title": TITLE,
        "published_on": "2011-12-16 11:24",
        "issuers": "国务院办公厅",
        "source_url": "http://www.gd.gov.cn/zwgk/wjk/content/post_1.html",
    }
    assert [(loaded.text[h.start : h.end], h.level) for h in loaded.headings] == [(TITLE, 3)]


def test_a_municipal_page_with_line_breaks_for_paragraphs():
    loaded = read(municipal())
    assert loaded.text == (
        "索引号：00754242/2011-00123\n分类：经济管理\n发布机构：深圳市人民政府\n成文日期：2011-12-12\n"
        f"名称：{TITLE}\n文号：深府〔2011〕58号\n发布日期：2011-12-16\n{TITLE}\n{MAIN}{ROWS}附件下载：1.重点任务分工.doc\n"
    )


def test_a_page_laid_out_in_tables_keeps_the_table_that_is_one():
    body = "".join(f"<p>　　{each}</p>" for each in PARAGRAPHS)
    links = "".join(f"<td><a href={n}>{n}</a></td>" for n in ("首页", "政务公开", "办事服务"))
    loaded = read(
        f"<html><head><title>{TITLE}</title></head><body><table><tr>{links}</tr></table><table><tr><td><table>"
        f"<tr><td><b>{TITLE}</b></td></tr><tr><td>{body}"
        "<table><tr><td rowspan=2>地区</td><td colspan=2>补助（万元）</td></tr>"
        "<tr><td>2011</td><td>2012</td></tr><tr><td>吉林</td><td>10</td><td>20</td></tr></table></td></tr></table></td>"
        "</tr></table><table><tr><td>版权所有：某省人民政府　吉ICP备05000000号</td></tr></table></body></html>"
    )
    assert loaded.text == "\n".join(
        [
            TITLE,
            *PARAGRAPHS,
            "地区：吉林 | 补助（万元） 2011：10 | 补助（万元） 2012：20",
            "",
        ]
    )


def text_of(body: str) -> str:
    (loaded,) = load_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")
    return loaded.text


def test_links_in_a_table_of_data_and_to_attachments_are_text_and_those_of_a_menu_are_not():
    rows = "".join(
        f'<tr><td><a href="/{n}.htm">某市第{n}号办法</a></td><td>某府发〔2020〕{n}号</td></tr>' for n in range(3)
    )
    files = "".join(f'<li><a href="/files/{n}.docx">附件{n}：申报表{n}</a></li>' for n in range(1, 4))
    text = text_of(
        f"<ul>{MENU}</ul><p>{PARAGRAPHS[1]}</p><table><tr><th>文件名称</th><th>文号</th></tr>{rows}</table><ul>{files}</ul>"
    )
    assert text.splitlines() == [
        PARAGRAPHS[1],
        *(f"文件名称：某市第{n}号办法 | 文号：某府发〔2020〕{n}号" for n in range(3)),
        *(f"附件{n}：申报表{n}" for n in range(1, 4)),
    ]


def test_a_box_with_a_sign_beside_its_paragraph_keeps_the_paragraph():
    sign = '<td rowspan="2"><img src="/note.png"></td>'
    text = text_of(
        f"<p>{PARAGRAPHS[1]}</p><table><tr>{sign}<th>注意</th></tr><tr><td><p>逾期不予受理。</p></td></tr></table>"
    )
    assert text == f"{PARAGRAPHS[1]}\n注意\n逾期不予受理。\n"


def test_a_text_among_many_links_is_kept_and_the_menu_beside_it_is_not():
    links = "".join(f'<li><a href="/{n}.htm">第{n}篇相关解读文章的标题</a></li>' for n in range(40))
    text = text_of(f"<div><div>{''.join(f'<p>{each}</p>' for each in PARAGRAPHS * 2)}</div><ul>{links}</ul></div>")
    assert text == "".join(f"{each}\n" for each in PARAGRAPHS * 2)


def test_raised_figures_are_none_of_the_figures_before_them():
    text = text_of(
        "<p>补助100<b>万元</b><sup><a href='#n1'>1</a></sup>，面积500m<sup>2</sup>，"
        "不超过10<sup>8</sup>次<sup>[2]</sup>。</p>"
        "<table><tr><td>甲<sup>3</sup></td><td>5</td></tr><tr><td>乙</td><td>6</td></tr></table>"
    )
    assert text == "补助100万元〔注1〕，面积500m2，不超过10^8次[2]。\n| 甲〔注3〕 | 5 |\n| 乙 | 6 |\n"


def test_headings_lists_and_line_ends_of_the_source():
    loaded = read(
        "<html><body><h1>关于 某事的通知</h1><h2>一、总则</h2><p>支持\n  企业发展，see\nthe annex.</p>"
        "<ol><li>第一项</li><li>第二项</li></ol><p style='display: none'>不显示</p></body></html>"
    )
    assert loaded.text == "关于 某事的通知\n一、总则\n支持企业发展，see the annex.\n1. 第一项\n2. 第二项\n"
    assert [heading.level for heading in loaded.headings] == [1, 2]


def test_a_page_without_a_heading_takes_the_window_title_without_the_site():
    loaded = read("<html><head><title>关于支持企业的通知_某市政府网</title></head><body><p>各单位：</p></body></html>")
    assert loaded.text == "关于支持企业的通知\n各单位：\n"
    assert loaded.metadata == {"title": "关于支持企业的通知"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_the_encoding_is_the_one_declared_or_the_one_it_is(encoding):
    page = f'<html><head><meta charset="{encoding}"></head><body><p>關於支援企業的通知</p></body></html>'
    assert read(page.encode(encoding)).text == "關於支援企業的通知\n"


def test_a_wrong_declaration_and_a_damaged_character_are_borne():
    page = '<html><head><meta charset="utf-8"></head><body><p>' + "支持企业发展。" * 200 + "</p></body></html>"
    assert read(page.encode("gb18030")).text == "支持企业发展。" * 200 + "\n"
    damaged = page.encode().replace("企".encode(), b"\xe4\xbc", 1)
    assert read(damaged).text.endswith("支持企业发展。\n")


def test_a_page_that_says_nothing_is_refused():
    with pytest.raises(UnreadableFile, match="没有文字"):
        read("<html><body><nav>首页</nav><script>var a;</script></body></html>")


@pytest.mark.parametrize(
    "nested", ["<div>" * 50_000 + "深处的文字", "<table><tr><td>" * 20_000 + "深", "<b>" * 100_000]
)
def test_a_page_nested_without_end_comes_to_an_end(nested):
    try:
        loaded = read(f"<html><body><p>前面的文字</p>{nested}")
    except UnreadableFile:
        return
    assert "前面的文字" in loaded.text


@pytest.mark.parametrize(
    "line", ["扫一扫" * 60 + "政策", "大中小" * 60 + "政策", "打印 " * 40 + "。", "<!---->" * 1000]
)
def test_a_line_made_to_confuse_takes_no_long(line):
    began = time.process_time()
    with suppress(UnreadableFile):
        read(f"{line}<html><body><p>{line}</p></body></html>")
    assert time.process_time() - began < 5  # a hundredth of it, unless a pattern tries every way to read it
