"""Parts of the country that stand for their provinces: 东北那个省, 西部省份, 长三角各地."""

import re

_PROVINCES = {
    "东北": "辽宁 吉林 黑龙江",
    "华北": "北京 天津 河北 山西 内蒙古",
    "华东": "上海 江苏 浙江 安徽 福建 江西 山东",
    "华中": "河南 湖北 湖南",
    "华南": "广东 广西 海南",
    "西南": "重庆 四川 贵州 云南 西藏",
    "西北": "陕西 甘肃 青海 宁夏 新疆",
    "东部": "北京 天津 河北 上海 江苏 浙江 福建 山东 广东 海南",
    "中部": "山西 安徽 江西 河南 湖北 湖南",
    "西部": "内蒙古 广西 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆",
    "沿海": "辽宁 河北 天津 山东 江苏 上海 浙江 福建 广东 广西 海南",
    "长三角": "上海 江苏 浙江 安徽",
    "京津冀": "北京 天津 河北",
    "珠三角": "广东",
    "川渝": "四川 重庆",
    "直辖市": "北京 上海 天津 重庆",
    "自治区": "内蒙古 广西 西藏 宁夏 新疆",
}
"""By the divisions of the State Council and the National Bureau of Statistics; 中部 without the north-east."""
_UNIONS = {
    "京津冀": "北京 天津 河北",
    "长三角 长江三角洲": "上海 江苏 浙江 安徽",
    "珠三角 珠江三角洲": "广东 广州 深圳 珠海 佛山 江门 东莞 中山 惠州 肇庆",
    "粤港澳": "广东 香港 澳门 广州 深圳 珠海 佛山 江门 东莞 中山 惠州 肇庆",
    "川渝": "四川 重庆",
    "成渝": "四川 重庆 成都",
    "东三省 东北三省": "辽宁 吉林 黑龙江",
    "长株潭": "长沙 株洲 湘潭",
    "苏锡常": "苏州 无锡 常州",
    "宁镇扬": "南京 镇江 扬州",
    "杭嘉湖": "杭州 嘉兴 湖州",
    "厦漳泉": "厦门 漳州 泉州",
    "广佛": "广州 佛山",
    "呼包鄂": "呼和浩特 包头 鄂尔多斯",
}
"""Names that texts give several places together."""
_AREA = re.compile(
    rf"(?<![省区]、)(?<!自治)(?P<area>{'|'.join(_PROVINCES)})(?!、(?:直辖市|自治区))(?=(?:地区|[那这各的]|[几三两]?个?(?:省|市|地)|城市|$|[,?、和与里中]))"
    r"(?:地区)?(?:[那这]?(?:几|[一二两三四五六])?个)?(?:的)?(?:[一二两三四五六]?(?:省份?|省市|城市|地方|市))?"
)


def unions_of(region: str) -> tuple[str, ...]:
    """The names under which texts speak of a region together with others.

    >>> unions_of("成都"), unions_of("昆明")
    (('成渝',), ())
    """
    return tuple(name for names, places in _UNIONS.items() if region in places.split() for name in names.split())


def areas(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The parts of the country named in a normalised text, as it names them, with their provinces.

    >>> areas("东北那个省的目标")
    [('东北那个省', ('辽宁', '吉林', '黑龙江'))]
    >>> areas("国家西部大开发的优惠政策")
    []
    """
    return [(m.group(), tuple(_PROVINCES[m["area"]].split())) for m in _AREA.finditer(text)]
