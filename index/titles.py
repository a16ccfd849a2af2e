"""What titles of official documents end in."""

GENRES = (
    "实施细则|实施意见|指导意见|实施方案|行动计划|行动方案|若干措施|若干规定|管理办法|暂行办法|通知|意见|措施|办法|规定|条例"
    "|方案|规划|纲要|决定|决议|公告|通告|通报|批复|函|细则|解释|修正案|规则|报告|法典|法"
)
"""Kinds of document, for a regular expression, the longer ones first."""
