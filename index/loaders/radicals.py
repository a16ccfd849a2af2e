"""Radicals that stand for characters: what some programs write into PDF files instead of 民, 长, 见."""

# Kangxi radicals (U+2F00–2FD5) have compatibility decompositions; the CJK Radicals Supplement has none, so its
# characters with an everyday form are listed (Unicode, EquivalentUnifiedIdeograph.txt).
_SUPPLEMENT = (
    "⺁厂⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎兀⺏尣⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺"
    "⺣灬⺤爪⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳冈⺴冈⺵网⺶羊⺷羊⺸羊⺹耂⺺聿⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见"
    "⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦"
    "⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI = "".join(chr(code) for code in range(0x2F00, 0x2FD6))


def without_radicals(text: str) -> str:
    """`text` with the characters that its radicals stand for.

    >>> without_radicals("⼈⺠政府⻓期")
    '人民政府长期'
    """
    return text.translate(_UNIFIED)


def _unified() -> dict[int, str]:
    import unicodedata

    kangxi = {ord(radical): unicodedata.normalize("NFKC", radical) for radical in _KANGXI}
    return kangxi | {ord(a): b for a, b in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}


_UNIFIED = _unified()
