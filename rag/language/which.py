"""Words by which a question asks which documents or places say something, and for what these do."""

HOW_MANY = (
    "(?:哪一?些个?|哪几[个份部项家座]?|哪一?[个份部家座]|哪(?=[省市县州](?!场))|有没有(?:哪[些个份部家])?|有无"
    "|(?:一共|总共|共)?(?:有)?(?:多少|几)[个份部家座]?)"
)
DOCUMENT = (
    "文件|通知|公告|通告|条例|法规|规章|司法解释|法律|行政法规|地方性法规|部门规章|若干(?:意见|措施|规定)"
    "|(?:实施|指导|行动|工作|建设)(?:意见|方案|细则|计划)"
)
RULE = "(?:政府)?工作报告|政策|意见|措施|办法|规定|方案|规划|纲要|决定|细则|计划(?!生育|单列)|报告"
"""What rules are called, too: 有哪些措施."""
PLACE = (
    "省份|省市|省区|省分|省(?![级内外属厅辖]|直(?!接)|部(?!署)|会(?:城市|[的、,。?]|$))|自治区|直辖市|地方政府(?!债|专项|性|部门|规章)|地区(?!性|生产|间)|城市(?!群|更新|轨道|管理|建设|化|圈)|州(?!际)"
    "|县(?![级域城乡内外])|市(?![场民级直属政值内外容])"
)
SPOT = "地方(?!性|标准|政府|债|财政|税|戏|志|特色|品牌)|地儿|地(?![方区级儿])|区(?!域)"
"""Regions, or spots within one."""
SPOT_ASKED = "地方(?!性|标准|政府|债|税收|戏|志|特色|品牌)|地儿|地(?![方区级儿])|区(?!域)"
"""SPOT behind 哪些: 哪些地方财政给补贴 asks for spots."""
PLACES = f"(?:{PLACE})(?:[、和或](?:{PLACE}))*"
WHO = "(?:谁家?|哪几?家(?!单位|企业|公司|银行|机构|医院|学校|高校|媒体)|哪(?=有)|哪儿|哪里|[什啥]么?地方|哪块儿?)"
"""Places, or those of them of which no noun says what they are."""
NOT = "(?:没有?|未|尚未|不曾|不|只字[未不没])"
SAYS = "提|写|规定|涉及|明确|要求|部署|列[入出为了]|引用|援引|出现|包含|包括|讲|说|谈|强调|载明|找不到"
"""What documents do with what they say."""
DOES = (
    f"{SAYS}|[作做](?:了|出)|支持|鼓励|引导|推动|禁止|允许|限制|有(?!哪|几|多少)|没|未|不|设|给|把|将|对|就|要|为|关注|安排|加强|推进"
    "|发展|建立|建设|制定|制订|打算|计划|准备|贯彻|落实|转发|实行|开展|采取|承诺|提供|成立|出台了?|想|搞"
)
"""The same, and what is done by those whose documents they are."""
ADVERBS = "(?:都|也|还|同时|曾|既|明确|专门|已经?|根本|压根|完全|并|只|又|这[么样]|那[么样]|如此)*"
ALSO = (
    "(?:的(?:文件|政策|通知|意见|条例|法规|规定|办法|措施|规划|方案))?(?:里[头面]?|中|内|当中|之中)?,?(?:在(?:文件|政策|正文|条文|文本)[里中])?"
    f"{ADVERBS}"
)
"""Between documents or places and what they say: the words for their documents, 里 and adverbs."""
SEVERAL = (
    r"(?:(?:[这那]|上述|以上|其[余他它中])?(?:[二两三四五六七八九十\d]+[个份部家]?|几[个份部家])|[各每][个份部家]?|所有的?|全部的?"
    r"|[这那]些?(?:批|些)的?)"
)
"""In front of what makes a set of places or documents: 这五份, 各, 那几个."""
INSIDE = "(?:里[头面]?|中间?|当中|之中|之间|之内)"
ENGLISH_KIND = r"(?:(?:the|these|those|all|other) )?(?:[a-z]+ ){0,2}?"
ENGLISH_DOCUMENTS = "documents?|polic(?:y|ies)|regulations?|ordinances?|by-?laws?|plans|measures|rules"
ENGLISH_PLACES = (
    "provinces?|regions?|cit(?:y|ies)|places?|municipalit(?:y|ies)|localit(?:y|ies)"
    "|(?:(?:local|provincial|city) )?governments?|districts?|counties|prefectures?|jurisdictions?"
)
"""What is asked for, and words in front of it: which of the five regional documents."""
ENGLISH_ALL = (
    r"\b(?:(?:do|does|did) (?:any|every|each|all)|are there|is there)"
    r"|\b(?:list|name|find|show(?: me)?|tell me) (?:all|every|which|the)"
)
ENGLISH_ASKS = rf"(?:\b(?:which|how many|what|among|any)|{ENGLISH_ALL})"
_SPECIFIC = "(?:any|some|specific|special|concrete|dedicated|clear)"
ENGLISH_SAYS = (
    r"\b(?:mention|state|propose|discuss|include|support|require|say|talk about|call for|speak of|set out|provide for)"
    r"(?:s|d|ed)?(?![a-z])"
    rf"|\b(?:(?:have|has|contain|contains|make|makes) (?:{_SPECIFIC} )*|(?:{_SPECIFIC} )+)"
    r"(?:measures|provisions?|rules?|policies|arrangements) (?:for|on|about)\b"
)
"""What documents do with what they say."""
