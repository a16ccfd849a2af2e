"""Pages as government sites of several kinds make them: the text, whole and without furniture, and what they state."""

from dataclasses import asdict

import pytest

from index.errors import UnreadableFile
from index.loaders import load_bytes
from index.metadata import extract

TITLE = "某市人民政府办公室关于支持养老服务发展的若干意见"
BODY = (
    "各县（市、区）人民政府，市政府各部门：",
    "为加快养老服务发展，经市政府同意，现提出如下意见。",
    "一、总体要求",
    "到2025年，全市养老机构护理型床位占比达到60%以上。",
    "二、主要措施",
    "（一）建设补助。新建养老机构每张床位补助8000元。",
    "（二）运营补助。收住失能老人的，每人每月补助300元。",
)
SIGNATURE = ("某市人民政府办公室", "2023年5月6日")
STATED = {
    "title": TITLE,
    "issuers": ("某市人民政府办公室",),
    "document_number": "某政办发〔2023〕12号",
    "issued_on": "2023-05-06",
    "published_on": "2023-05-09",
}
INDENT = "&nbsp;" * 4
PARAGRAPHS = "".join(f"<p>　　{each}</p>" for each in BODY)


def nested_tables() -> bytes:
    """Nested layout tables, links in a line, text in line breaks, GBK: sites of before 2010."""
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title
>{TITLE}</title></head>
<body topmargin=0><table width=778 align=center><tr><td background=top.gif height=120></td></tr></table>
<table width=778 bgcolor=#eeeeee><tr><td>&nbsp;<a href=/>首 页</a> | <a href=/zf>政府机构</a> | <a href=/wj
>文件</a> | <a href=/bs>办事</a></td><td align=right>2023年6月1日 星期四</td></tr></table>
<table width=778><tr><td width=180 valign=top><table><tr><td><a href=a>市政府文件</a></td></tr><tr><td><a href=b
>部门文件</a></td></tr><tr><td><a href=c>县区文件</a></td></tr></table></td>
<td valign=top><table width=100%><tr><td>当前位置：<a href=/>首页</a> - <a href=/wj>文件</a> - 正文</td></tr
></table>
<table width=95%><tr><td align=center><font size=5 color=red><b>{TITLE}</b></font></td></tr>
<tr><td align=center>文号：某政办发〔2023〕12号　　发布时间：2023-05-09　　点击数：<script
>document.write(1)</script>158</td></tr>
<tr><td><hr></td></tr><tr><td class=p1><font id=Zoom>{("<br><br>" + "　　").join(["", *BODY])[8:]}<br><br><div
align=right>{SIGNATURE[0]}<br>{SIGNATURE[1]}</div></font></td></tr>
<tr><td align=right>【<a href=javascript:window.print()>打印</a>】【<a href=javascript:window.close()>关闭</a
>】</td></tr></table></td></tr></table>
<table width=778><tr><td align=center>某市人民政府办公室主办　技术支持：某市信息中心<br
>地址：某市某路1号　邮编：130000　<a href=mailto:a@b.cn>联系我们</a><br>吉ICP备05000001号</td></tr></table></body
></html>""".encode("gb18030")


def standard_tags() -> bytes:
    """A table of labels in header cells, the tags of the standard for government pages, related links, a QR code."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_某市人民政府</title><meta
name="SiteName" content="某市人民政府"><meta name="ColumnName" content="规范性文件"><meta name="ArticleTitle"
content="{TITLE}"><meta name="PubDate" content="2023-05-09 10:00"><meta name="ContentSource"
content="某市人民政府办公室"></head>
<body><div class="top-bar"><a href="#">长者模式</a><a href="#">无障碍阅读</a><a href="#">繁體</a><span
>请输入关键字</span></div>
<div class="xl-wz"><a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/xxgk">政府信息公开</a>&nbsp;&gt;&nbsp;<a
href="/gfxwj">规范性文件</a></div>
<div class="xxgk-table"><table><tr><th>索 引 号</th><td>11220000013544357T/2023-01234</td><th
>分&nbsp;&nbsp;类</th><td>民政、扶贫、救灾;意见</td></tr><tr><th>发文机关</th><td>某市人民政府办公室</td><th
>成文日期</th><td>2023年05月06日</td></tr><tr><th>标&nbsp;&nbsp;题</th><td colspan="3">{TITLE}</td></tr><tr><th
>发文字号</th><td>某政办发〔2023〕12号</td><th>发布日期</th><td>2023年05月09日</td></tr><tr><th>有 效 性</th><td
>有效</td><th>主 题 词</th><td></td></tr></table></div>
<h2 class="xl-title">{TITLE}</h2><div class="xl-info"><span>发布日期：2023-05-09</span><span
>来源：某市人民政府办公室</span><span>浏览次数：<em id="hits">36</em></span><span>字体：[<a>大</a> <a>中</a> <a
>小</a>]</span><span><a>打印本页</a></span></div>
<div class="xl-con"><div class="view TRS_UEDITOR trs_paper_default trs_web"><p style="text-align:center"
>某政办发〔2023〕12号</p
>{"".join(f'<p style="text-indent:2em"><span style="font-size:16pt">{x}</span></p>' for x in BODY)}<p
style="text-align:right">{SIGNATURE[0]}</p><p style="text-align:right">{SIGNATURE[1]}</p><p>（此件公开发布）</p
></div></div>
<div class="appendix"><ul><li><a href="./P020230509.docx">养老机构补助申请表.docx</a></li></ul></div>
<div class="xl-jd"><h3>相关解读</h3><ul><li><a href="1">《{TITLE}》政策解读</a></li><li><a href="2"
>一图读懂养老服务</a></li></ul></div>
<div class="ewm"><img src="q.png"><p>扫一扫在手机打开当前页</p></div>
<div class="foot-wrap"><p>主办：某市人民政府办公室　承办：某市政务服务和数字化建设管理局</p><p
>网站标识码：2200000001　吉ICP备05000001号-1　<img>吉公网安备 22010202000001号</p><p>联系电话：0431-88900000</p
></div></body></html>""".encode()


def line_breaks() -> bytes:
    """GBK that nothing declares, labels above their values, line breaks and no-break spaces, neighbours' titles."""
    return f"""<html><head><title>{TITLE}-某区人民政府</title></head><body><div class="hd"><a href="/"
>网站首页</a><a href="/1">走进某区</a><a href="/2">政务公开</a><a href="/3">政民互动</a></div>
<div class="gk"><div class="row"><div class="lab">索引号</div><div class="val">JC001-2023-00012</div></div><div
class="row"><div class="lab">发布机构</div><div class="val">某区民政局</div></div><div class="row"><div
class="lab">发文字号</div><div class="val">某政办发〔2023〕12号</div></div><div class="row"><div class="lab"
>发布日期</div><div class="val">2023-05-09</div></div></div>
<div class="title">{TITLE}</div><div class="sub">来源：区民政局 | 时间：2023-05-09 09:30 | 点击：<span>1024</span
>次 | 分享：<a>微信</a><a>微博</a></div>
<div id="zoom"><span style="font-family:仿宋">{("<br />" + INDENT).join(["", *BODY])[6:]}<br /
>{INDENT * 8}{SIGNATURE[0]}<br />{INDENT * 8}{SIGNATURE[1]}</span></div>
<div>上一篇：<a href="9">关于开展普法宣传的通知</a></div><div>下一篇：<a href="8">关于公布名单的公告</a></div>
<div class="bq">版权所有：某区人民政府 地址：某区某街2号 电话：0431-88888888 吉ICP备05000002号</div></body></html
>""".encode("gb18030")


def widgets() -> bytes:
    """A dialog before leaving, sharing, font sizes, reading aloud, a list of popular texts with dates."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} - 某省民政厅</title><meta
name="keywords" content="养老,补助"><meta name="description" content="某省民政厅"></head><body>
<div class="layer-tip"><p>您好，您访问的链接即将离开“某省民政厅”门户网站，是否继续？</p><a>继续访问</a><a>放弃</a
></div>
<div class="m-hd"><div class="logo"><a href="/"><img alt="某省民政厅"></a></div><ul class="m-nav"><li><a
href="/a">首页</a></li><li><a href="/b">机构</a></li><li><a href="/c">新闻</a></li><li><a href="/d">公开</a></li
></ul></div>
<div class="crumb"><span>您的位置：</span><a href="/">首页</a>&gt;<a href="/c">政策文件</a></div>
<div class="art"><h1>{TITLE}</h1><div class="art-meta"><span>发布时间：2023-05-09 16:20:11</span><span
>来源：某省民政厅办公室</span><span>阅读量：2,345</span><div class="bdsharebuttonbox"><a class="bds_more"
>分享到</a><a class="bds_weixin" title="分享到微信"></a></div><div class="fontsize">【<a>大</a>|<a>中</a>|<a
>小</a>】</div></div>
<div class="art-audio"><a>听全文</a></div>
<div class="art-body">{PARAGRAPHS}<p style="text-align:right;">{SIGNATURE[0]}　　<br>{SIGNATURE[1]}　　</p></div>
<div class="editor">责任编辑：王某　审核：李某</div>
<div class="art-qr"><img src="qr.jpg"/><span>扫一扫，手机查看本页</span></div>
<div class="fj"><strong>附件：</strong><p><a href="/u/1.pdf">1.补助标准表.pdf</a></p><p><a href="/u/2.xls"
>2.申请表.xls</a></p></div>
<div class="xgwd"><h4>相关链接</h4><p><a href="/x/1">关于养老服务的问答</a></p><p><a href="/x/2"
>关于养老机构备案的通知</a></p><p><a href="/x/3">关于开展养老服务质量检查的通知</a></p></div></div>
<div class="right"><h3>热门文章</h3><ol><li><a href="h1">最低生活保障办法</a><i>05-01</i></li><li><a href="h2"
>临时救助办法</a><i>04-01</i></li><li><a href="h3">流浪救助</a><i>03-01</i></li></ol></div>
<div class="ft"><a>关于我们</a>|<a>网站地图</a>|<a>使用帮助</a><p>主办单位：某省民政厅</p><p
>备案序号：吉ICP备05000003号</p></div></body></html>""".encode()


def typed() -> bytes:
    """Text typed with its own line breaks."""
    return f"""<html><head><title>{TITLE}</title></head><body><center><h3>{TITLE}</h3></center><pre
>{chr(10).join("    " + x for x in BODY)}
                {SIGNATURE[0]}
                {SIGNATURE[1]}</pre></body></html>""".encode()


def unmarked_labels() -> bytes:
    """A table of labels without colons that states the title, which the window does not."""
    return f"""<html><head><meta charset="utf-8"><title>某省人民政府 文件</title></head><body><div class="wz"
>当前所在位置：<a>首页</a>&gt;<a>公开目录</a></div><table class="bt"><tr><td>索引号</td><td>01350-2023-012</td
><td>信息分类</td><td>养老</td></tr><tr><td>发布机构</td><td>某市人民政府办公室</td><td>生成日期</td><td
>2023-05-06</td></tr><tr><td>文件编号</td><td>某政办发〔2023〕12号</td><td>公开日期</td><td>2023-05-09</td></tr
><tr><td>信息名称</td><td colspan=3>{TITLE}</td></tr><tr><td>内容概述</td><td colspan=3>支持养老服务</td></tr
></table>
<div id="content"><p style="text-align:center"><strong>某市人民政府办公室关于支持养老<br/
>服务发展的若干意见</strong></p><p style="text-align:center">某政办发〔2023〕12号</p
>{"".join(f"<p>&emsp;&emsp;{x}</p>" for x in BODY)}<p>{SIGNATURE[0]}<br>{SIGNATURE[1]}</p></div><p
>信息来源：市政府办&nbsp;&nbsp;责任编辑：赵某</p></body></html>""".encode()


def bracketed_labels() -> bytes:
    """Labels in brackets in a numbered list."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title
>{TITLE}_政策文件_首都之窗_某市人民政府门户网站</title></head><body><div class="headerTop"><a>无障碍</a><a>简</a
>|<a>繁</a></div><div class="container"><ol class="doc-info"><li>[主题分类] <span>民政、社区/社会福利</span></li
><li>[发文机构] <span>某市人民政府办公室</span></li><li>[联合发文单位] <span></span></li><li>[实施日期] <span
>2023-06-01</span></li><li>[成文日期] <span>2023-05-06</span></li><li>[发文字号] 某政办发〔2023〕12号</li><li
>[废止日期] <span></span></li><li>[发布日期] <span>2023-05-09</span></li><li>[有效性] 是</li></ol><div
class="header"><p>{TITLE}</p></div><div class="othermessage"><p><span>日期：2023-05-09 14:00</span> <span
>来源：某市人民政府办公室</span></p><div class="share">分享：<a></a></div></div><div id="mainText"><p
>某政办发〔2023〕12号</p>{PARAGRAPHS}<p>　　附件：1.分工表</p><p>{SIGNATURE[0]}</p><p>{SIGNATURE[1]}</p></div
></div></body></html>""".encode()


def labels_in_a_row() -> bytes:
    """Labels side by side without a space, 索取号 for 索引号."""
    return f"""<html><head><meta charset="utf-8"><title>{TITLE}</title><meta name="description" content="x"/
></head><body><div class="Article"><div class="info-top"><span>索取号：AC4402000-2023-021</span><span
>发文字号：某政办发〔2023〕12号</span><span>公开属性：主动公开</span><span>发布日期：2023-05-09</span></div><h2
id="ivs_title" class="Article-title">{TITLE}<small class="PBtime">（2023-05-09）</small></h2><div
id="ivs_content" class="Article_content">{PARAGRAPHS}<p>　　附件：<a href="/cmsres/a.pdf">服务清单</a></p><p
>{SIGNATURE[0]}</p><p>{SIGNATURE[1]}</p></div><div class="trout-region-list"><ul><li><a href="/zcjd/1"
>【文字解读】关于{TITLE}的政策解读</a></li><li><a href="/zcjd/2">【图片解读】一图读懂</a></li><li><a
href="/zcjd/3">【视频解读】</a></li></ul></div></div></body></html>""".encode()


def definitions() -> bytes:
    """A list of definitions; entities for indents."""
    return f"""<html><head><meta charset="utf-8"><title>某县人民政府</title></head><body><div class="bread"
>首页 &gt; <a href="a">政府信息公开</a> &gt; <a href="b">法定主动公开内容</a></div><dl class="tab"><dt
>索引号：</dt><dd>1234-2023-00001</dd><dt>组配分类：</dt><dd>规范性文件</dd><dt>发布机构：</dt><dd
>某县人民政府办公室</dd><dt>发文日期：</dt><dd>2023-05-06</dd><dt>名称：</dt><dd>{TITLE}</dd><dt>文号：</dt><dd
>某政办发〔2023〕12号</dd><dt>关键词：</dt><dd>养老；补助</dd></dl><div class="fontcon"><strong>{TITLE}</strong
></div><div class="source">发布时间：2023-05-09 08:40　信息来源：县政府办　浏览量：<font>33</font
>　【我要打印】　【关闭】</div><div class="wenzhang">{"<br/><br/>".join("&#12288;&#12288;" + x for x in BODY)}<br/
><br/>{SIGNATURE[0]}<br/>{SIGNATURE[1]}</div><div class="sharewx"><p>微信扫码分享</p></div><div class="btm"><a
>打印</a><a>收藏</a><a>关闭</a></div></body></html>""".encode()


def interpretation() -> bytes:
    """An interpretation with headings and a menu beside it."""
    return f"""<html><head><meta charset="utf-8"><title>《若干意见》政策解读</title><meta name="ArticleTitle"
content="《{TITLE}》政策解读"><meta name="PubDate" content="2023-05-10"><meta name="ContentSource"
content="某市民政局"></head><body><div class="menu-left"><dl><dt>政策解读</dt><dd><a href=1>部门解读</a></dd><dd
><a href=2>专家解读</a></dd><dd><a href=3>媒体解读</a></dd></dl></div><div class="cont"><h1
>《{TITLE}》政策解读</h1><p class="ly">来源：某市民政局　　日期：2023-05-10</p><div class="yjjd">解读的文件：<a
href="/zc/1.htm">{TITLE}</a></div><div><h3>一、出台背景</h3><p>　　老年人口增加。</p><h3>二、主要内容</h3><p
>　　问：补助多少？</p><p>　　答：每张床位补助8000元。</p></div><p><iframe src="v"></iframe></p></div></body
></html>""".encode()


WHOLE = "\n".join([*BODY, *SIGNATURE])


def read(data: bytes) -> tuple[list[str], dict[str, object]]:
    """The lines of the page and all that is stated in it."""
    (loaded,) = load_bytes(data, "a.html")
    return loaded.text.splitlines(), asdict(extract(loaded.text, loaded.metadata))


@pytest.mark.parametrize(
    ("page", "above", "below", "further"),
    [
        (nested_tables, [TITLE, "文号：某政办发〔2023〕12号　　发布时间：2023-05-09　　点击数：158"], [], {}),
        (
            standard_tags,
            [
                "| 索 引 号 | 11220000013544357T/2023-01234 | 分 类 | 民政、扶贫、救灾;意见 |",
                "| 发文机关 | 某市人民政府办公室 | 成文日期 | 2023年05月06日 |",
                f"| 标 题 | {TITLE} |",
                "| 发文字号 | 某政办发〔2023〕12号 | 发布日期 | 2023年05月09日 |",
                "| 有 效 性 | 有效 | 主 题 词 |  |",
                TITLE,
                "发布日期：2023-05-09 来源：某市人民政府办公室 浏览次数：36",
                "某政办发〔2023〕12号",
            ],
            ["（此件公开发布）", "养老机构补助申请表.docx"],
            {"index_number": "11220000013544357T/2023-01234", "status": "有效"},
        ),
        (
            line_breaks,
            [
                *(
                    "索引号",
                    "JC001-2023-00012",
                    "发布机构",
                    "某区民政局",
                    "发文字号",
                    "某政办发〔2023〕12号",
                    "发布日期",
                ),
                *("2023-05-09", TITLE, "来源：区民政局 | 时间：2023-05-09 09:30 | 点击：1024次 | 分享：微信微博"),
            ],
            [],
            {"index_number": "JC001-2023-00012"},
        ),
        (
            widgets,
            [TITLE, "发布时间：2023-05-09 16:20:11 来源：某省民政厅办公室 阅读量：2,345"],
            ["附件：", "1.补助标准表.pdf", "2.申请表.xls"],
            {"document_number": None},
        ),
        (typed, [TITLE], [], {"document_number": None, "published_on": None}),
        (
            unmarked_labels,
            [
                "| 索引号 | 01350-2023-012 | 信息分类 | 养老 |",
                "| 发布机构 | 某市人民政府办公室 | 生成日期 | 2023-05-06 |",
                "| 文件编号 | 某政办发〔2023〕12号 | 公开日期 | 2023-05-09 |",
                f"| 信息名称 | {TITLE} |",
                "| 内容概述 | 支持养老服务 |",
                *("某市人民政府办公室关于支持养老", "服务发展的若干意见", "某政办发〔2023〕12号"),
            ],
            ["信息来源：市政府办  责任编辑：赵某".replace("  ", "\u00a0\u00a0")],
            {"index_number": "01350-2023-012"},
        ),
        (
            bracketed_labels,
            [
                *(TITLE, "1. [主题分类] 民政、社区/社会福利", "2. [发文机构] 某市人民政府办公室", "3. [联合发文单位]"),
                *("4. [实施日期] 2023-06-01", "5. [成文日期] 2023-05-06", "6. [发文字号] 某政办发〔2023〕12号"),
                *("7. [废止日期]", "8. [发布日期] 2023-05-09", "9. [有效性] 是"),
                *("日期：2023-05-09 14:00 来源：某市人民政府办公室", "某政办发〔2023〕12号"),
            ],
            [],
            {"effective_on": "2023-06-01", "status": "有效"},
        ),
        (
            labels_in_a_row,
            [
                TITLE,
                "索取号：AC4402000-2023-021 发文字号：某政办发〔2023〕12号 公开属性：主动公开 发布日期：2023-05-09",
                f"{TITLE}（2023-05-09）",
            ],
            [],
            {"index_number": "AC4402000-2023-021"},
        ),
        (
            definitions,
            [
                *("索引号：", "1234-2023-00001", "组配分类：", "规范性文件", "发布机构：", "某县人民政府办公室"),
                *(
                    "发文日期：",
                    "2023-05-06",
                    "名称：",
                    TITLE,
                    "文号：",
                    "某政办发〔2023〕12号",
                    "关键词：",
                    "养老；补助",
                ),
                *(TITLE, "发布时间：2023-05-09 08:40　信息来源：县政府办　浏览量：33　【我要打印】　【关闭】"),
            ],
            [],
            {"index_number": "1234-2023-00001"},
        ),
    ],
)
def test_a_page_gives_its_text_whole_and_what_it_states(page, above, below, further):
    lines, stated = read(page())
    body = "\n".join(line for line in lines[len(above) : len(lines) - len(below)] if not line.startswith("附件："))
    assert body == WHOLE
    assert (lines[: len(above)], lines[len(lines) - len(below) :]) == (above, below)
    assert {name: stated[name] for name in STATED | further} == STATED | further


def test_an_interpretation_is_read_without_the_menu_beside_it():
    lines, stated = read(interpretation())
    assert lines == [
        f"《{TITLE}》政策解读",
        "来源：某市民政局　　日期：2023-05-10",
        f"解读的文件：{TITLE}",
        *("一、出台背景", "老年人口增加。", "二、主要内容", "问：补助多少？", "答：每张床位补助8000元。"),
    ]
    assert (stated["issuers"], stated["published_on"]) == (("某市民政局",), "2023-05-10")


@pytest.mark.parametrize(
    "page",
    [
        "<html><frameset cols=*><frame src=a></frameset></html>",
        "<html><body><ul>"
        + "".join(f"<li><a href={n}>关于印发某办法的通知</a><span>2023-05-{n}</span></li>" for n in range(10, 20))
        + "</ul></body></html>",
    ],
)
def test_frames_and_lists_of_links_hold_no_text(page):
    with pytest.raises(UnreadableFile, match="没有"):
        load_bytes(page.encode(), "a.html").__next__()
