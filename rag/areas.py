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
_AREA = re.compile(
    rf"(?P<area>{'|'.join(_PROVINCES)})(?=(?:地区|[那这各的]|[几三两]?个?(?:省|市|地)|城市|$|[,?、和与里中]))"
    r"(?:地区)?(?:[那这]?(?:几|[一二两三四五六])?个)?(?:的)?(?:[一二两三四五六]?(?:省份?|省市|城市|地方|市))?"
)


def areas(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The parts of the country named in a normalised text, as it names them, with their provinces.

    >>> areas("东北那个省的目标")
    [('东北那个省', ('辽宁', '吉林', '黑龙江'))]
    >>> areas("国家西部大开发的优惠政策")
    []
    """
    return [(m.group(), tuple(_PROVINCES[m["area"]].split())) for m in _AREA.finditer(text)]
