"""Whether something that people say among themselves asks anything.

Rules, not a model: a mark, an interrogative where a clause begins, a verb before its subject, the
particles and interrogatives of Chinese, or words that ask without a question ("does anyone know",
请问). It errs towards yes: what is asked is judged after it, and strictly. No for what only looks
like a question, such as "what a day" or 怎么可能, and for what stands in quotes, code or links.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4000
"""Characters that are read: a message of Discord's has no more."""

_UNSAID = re.compile(
    r"```.*?(?:```|\Z)"
    r"|^[ \t]*>>> .*\Z"  # a quote down to the end
    r"|^[ \t]*> [^\n]*$"
    r"|<[^<>\n]{1,100}>"  # people, channels, emoji, commands, times
    r"|\b(?:https?://|www\.)\S+",
    re.DOTALL | re.MULTILINE,
)
_QUOTED = re.compile(
    r"""`[^`\n]*`|"[^"\n]*"|“[^“”\n]*”|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》"""
)
_NAMED = " x "
"""Stands for what is quoted within a sentence, which goes on after it."""
_SENTENCE = re.compile(r"([^.!?。…\n;]+)([.!?。…;]*)")
_CLAUSE = re.compile(r"[,:、()]|\s[-–—]+\s|—")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W\d_a-z]+")

_AUXILIARY = (
    r"(?:is|are|am|was|were|do|does|did|can|could|will|would|should|shall|has|have|had|may|must"
    r"|isn't|aren't|wasn't|don't|doesn't|didn't|can't|cannot|couldn't|won't|wouldn't|shouldn't"
    r"|hasn't|haven't)"
)
_SUBJECT = (
    r"(?:i|you|u|we|they|he|she|it|there|this|that|these|those|anyone|anybody|someone|somebody"
    r"|everyone|everybody)"
)
_FILLER = re.compile(
    r"(?:(?:so|ok|okay|and|but|hey|hi|hello|yo|well|also|um+|uh+|hm+|btw|anyway|guys|all|everyone"
    r"|everybody|folks|team|wait|oh|ah|actually|sorry|please|pls|plz|then|just|lol|haha|thanks|quick"
    r"|noob|dumb|stupid|silly|random|question|q|serious|seriously|or|because|cos|like|there|now|yes"
    r"|no|yeah|hmm|excuse me|good (?:morning|evening|afternoon|day)|morning|evening|newbie here"
    r"|new here|out of curiosity)\b[\s,:!~-]*)+"
)
_BEGINS = re.compile(
    # "how do", "what kind of story does", "which laptop is", but not "what a day"
    r"(?:wh?at|how|which|whose)(?! (?:an?|i|you|we|they|he|she|the)\b)(?: [\w'-]+){0,5}?"
    rf" {_AUXILIARY}\b"
    rf"|(?:when|where|why|who|whom)(?: the \w+| exactly)? {_AUXILIARY}\b"
    r"|(?:wh?ats|what's|where's|wheres|when's|whens|who's|whos|how's|hows|why's|how'd|what're"
    r"|who're|who'll|where'd) [\w']"
    r"|who (?!knows\b|cares\b|knew\b|needs\b|i\b|we\b|you\b|they\b)[\w']+ [\w']"
    r"|which (?:[\w']+ ){1,3}[\w']"
    r"|what (?:happened|happens|comes|makes|counts|else)\b"
    r"|(?:how|where|when|what|who|which [\w']+) to [\w']"
    r"|(?:how come|what about|how about|why not|what if|how (?:much|many|long|often)) [\w']"
    rf"|(?:is|are|am|was|were|can|could|will|would|should|shall|does|did|do|isn't|aren't|don't"
    rf"|doesn't|can't|couldn't|won't|wouldn't) {_SUBJECT} [\w'-]"
    r"|(?:is|are|was|were|can|could|will|would|should|does|did|do|isn't|don't|doesn't)"
    r" (?:the|an?|my|your|our|their|his|her|any|some|people|non-\w+) [\w'-]+ [\w'-]"
    # "is hina online or in person", but not "is so good" or "can confirm it works"
    r"|(?:is|are|does|did|can|will) (?!(?:so|very|really|just|not|too|pretty|good|great|nice|fine"
    r"|also|still|getting|going|looking|coming|always|never|confirm|relate|only|be|see|say"
    r"|recommend|vouch|imagine|definitely|totally|do|have|try|send|check|let|get|make|post|keep"
    r"|share|need|take|join|what|where|why|how|the|an?|my|it|that|this|all|one|more|like|as|for|in"
    r"|on|at|over|back|up|done|out|off|from|now|here) )(?:[\w'-]+ )+[\w'-]"
    r"|do [\w'-]+s (?:have|need|get|take|pay|own|keep|know|want|lose|still|also) [\w'-]"
    r"|(?:when|where|how) and (?:when|where|how)\b"
    r"|(?:have|has|haven't|hasn't) (?:you|u|anyone|anybody|someone|they|we|any)\b"
    r"|may (?:i|we|one|my|people|students|directors|writers)\b"
    r"|(?:any|some) (?:ideas?|chance|news|updates?|word|tips?|advice|recs?|recommendations?|info"
    r"|information|clues?|suggestions?|openings?)\b"
    r"|any(?:one|body) (?!(?:who|can|could|that|would|is|should)\b)[\w']"
    r"|(?:explain|describe|tell (?:me|us)) [\w']"
    r"|(?:wondering|curious|unsure|not sure|no idea|idk|dunno) (?:about|if|whether|how|wh\w)"
)
"""What a clause that asks begins with."""
_ANYWHERE = re.compile(
    r"\b(?:how|where|when|what|why) (?:do|does|did|can|could|should|would|will) (?:i|we|you|u|they"
    r"|one|it|people|the|my)\b"
    r"|\w (?:do i (?:have|need|lose|keep|get|still)|can i (?:still|also|apply|use|send|submit)"
    r"|is (?:that|this|it) (?:ok|okay|allowed|possible|fine|true|normal|enough|required)$)"
    r"|\b(?:does|do|did|has|can|could|would) (?:any|some)(?:one|body)\b"
    r"|\b(?:i|i'm|im|was|we're) (?:just )?(?:wonder|wondering|curious|unsure|not sure) (?:about|if"
    r"|whether|how|what|when|where|who|which|why)\b"
    r"|\b(?:want|like|love|need|trying|try) to (?:know|ask|find out|figure out|understand) \w+"
    r"|\b(?:don't|dont|do not|didn't) (?:know|understand|get|see) (?:if|whether|how|what|when|where"
    r"|who|which|why)\b"
    r"|\b(?:explain|tell (?:me|us)|know|point me) (?:about|how to|wh\w+ to|more about|to the)"
    r"|\b(?:can|could|would|will) (?:you|u) (?:please |pls |maybe )?(?:tell|explain|help|give|show"
    r"|send|describe|say|share|clarify|confirm)\b"
    r"|\b(?:do you|anyone|anybody|someone) (?:here )?(?:know|knows)\b"
    r"|\bi have a (?:quick |small )?question\b|\blet me know (?:how|what|when|where|who|which)\b"
)
_GOES_ON = re.compile(
    r"(?:which|who|whose|whom|tell)\b|(?:is|are|was|were) (?!it |there |this |that |they |you )"
)
_RHETORICAL = re.compile(
    r"\bwhat an? [\w' -]*|\bhow (?:nice|cool|awesome|great|crazy|amazing|funny|lucky|cute|sweet"
    r"|lovely|wonderful|exciting|sad|dare|beautiful|wild)\b[\w' ]*"
    r"|\bwho (?:knows|knew|cares|needs|doesn't)\b[\w' ]*"
    r"|\b(?:how|what|why) (?:the|on earth) (?:hell|heck|fuck|f)\b|\bguess what\b|\byou know what\b"
    r"|\bwhat(?:'s| is|s)? up\b|\b(?:how are|how're|how) (?:you|u|y'all|ya)(?: all| guys| doing"
    r"| everyone| today)*\b"
    r"|\bhow(?:'s| is|s) (?:it|everything|everyone) (?:going|doing)\b|\bhow(?:'s| is) everyone\b"
    r"|\bwhat(?:'s| is) new\b|\bwhat can (?:i|you|we) (?:say|do)\b|\bis it just me\b"
    r"|\bwhy not\b$"
    r"|怎[么麼](?:可能|敢|好意思|说呢|說呢|都|也)"
    r"|怎[么麼](?:这|這|那)[么麼][\u4e00-\u9fff]*"
    r"|(?:不|没|沒|不管|不论|不論|无论|無論|不知)(?:怎[么麼]样?樣?|如何|怎[样樣])"
    r"|(?:没|沒)有?(?:什[么麼]|啥|谁|誰|多少|几|幾)"
    r"|什[么麼](?:都|也|鬼)|(?<![是做干幹])什[么麼]的$|啥(?:都|也)"
    r"|[谁誰](?:都|也|知道呢|懂|让|讓|叫|说不是|說不是|还没|還沒|不想|不爱|不愛)"
    r"|哪(?:儿都|兒都|里都|裡都|怕|里哪里|裡哪裡)|有什[么麼](?:办法|辦法)"
    r"|多少(?:有|会|會|还|還|沾|都)|[动動]不[动動]|[时時]不[时時]|吗啡|嗎啡"
)
_CHINESE = re.compile(
    r"[吗嗎]|什[么麼]|甚[么麼]|啥|咋|怎[么麼样樣]|如何|[为為]何|何[时時处處]|[谁誰]"
    r"|多(?:少|久|[长長]|大|[远遠]|高)"
    r"|哪(?:里|裡|裏|儿|兒|个|個|些|位|种|種|年|家|本|部|款|所|类|類|国|國|一|边|邊|几|幾)"
    r"|[到是在去]哪|(?:是|该|該|选|選|要|用).{0,12}(?:还|還)是"
    # "how many", but not "some", as in 好几个 or 我有几个朋友
    r"|(?<![好这這那前后後过過十近最头頭每隔有])[几幾](?:点|點|号|號|时|時|岁|歲|集|个|個|位|页|頁|轮|輪"
    r"|部|份|次|种|種|月|年|天|周|週|人|名|本|字|万|萬|成)"
    r"|是否|能否|可否|有无|有無|(?P<a>[\u4e00-\u9fff])[不没沒](?P=a)|可不可|有[没沒]有"
    r"|请问|請問|想[问問]|[问問](?:一下|下|个|個|问|問)|请教|請教|咨询|諮詢|求助|求[推解问問]"
    r"|想知道|想了解|有[谁誰人](?:知道|用过|用過|懂|会|會)|告[诉訴](?:我|下)|介[绍紹]一下|好奇"
    r"|[点點][样樣]|邊(?:個|度|位)|乜|係咪|有冇|咩$|^那.{1,10}呢$"
)
_CHATTER = frozenset(
    """
    what wat wut who why how when where which huh eh really rly seriously right ok okay no yes yeah
    yep sure lol lmao wtf wth omg oh ah hm hmm excuse me pardon sorry same anyone hello hi hey wdym
    x haha wait see you know is it that the a so and but for real fr isn't innit
    什么 什麼 啥 谁 誰 怎么 怎麼 怎么了 怎麼了 怎么会 怎麼會 为什么 為什麼 真的 真的吗 真的嗎 真假
    真的假的 是吗 是嗎 好吗 好嗎 对吗 對嗎 不是吗 不是嗎 行吗 行嗎 可以吗 可以嗎 对吧 對吧 是吧
    不是吧 不会吧 不會吧 哈哈 在吗 在嗎 有人吗 有人嗎 什么鬼 什麼鬼 啊 哈 嗯 哦 喔 咦 诶 欸 呢 吧
    呀 吗 嗎 不 这 這 那
    """.split()
)
_PARTICLES = "啊呀吧呢哦喔嗯哈诶欸咦呵唉哎嘿哇"


def is_question(text: str) -> bool:
    """Whether ``text``, said among people, asks anything.

    Takes any text, of any length and kind, in linear time.
    """
    for sentence, mark in _SENTENCE.findall(_said(text)):
        if (said := _RHETORICAL.sub(" ", sentence.strip())).strip() and _asks(said, "?" in mark):
            return True
    return False


def _said(text: str) -> str:
    """What is left of a text for the rules: no quotes, code or links; plain letters, lower case."""
    text = _QUOTED.sub(_NAMED, _UNSAID.sub(" ", text[:LONGEST]))
    # Some characters stand for eighteen others.
    text = unicodedata.normalize("NFKC", text)[:LONGEST].casefold()
    kept = (c for c in text if unicodedata.category(c) not in {"Mn", "Me", "Cf", "Cs", "Co"})
    return "".join(kept).replace("’", "'").replace("‘", "'").replace("\x00", " ")


def _asks(sentence: str, marked: bool) -> bool:
    words = _WORD.findall(sentence)
    bare = ((word, word.strip(_PARTICLES)) for word in words)
    telling = any(left and _CHATTER.isdisjoint((word, left)) for word, left in bare)
    if not telling:
        return False
    if marked or _CHINESE.search(sentence) or _ANYWHERE.search(sentence):
        return True
    first, *others = _CLAUSE.split(sentence)
    return _begins(first) or any(_begins(clause, after=True) for clause in others)


def _begins(clause: str, *, after: bool = False) -> bool:
    """Whether a clause begins as a question does. ``after`` another: "which was fun" does not."""
    clause = " ".join(clause.split()).lstrip("*|_~#- ")
    if filler := _FILLER.match(clause):
        clause = clause[filler.end() :]
    if after and _GOES_ON.match(clause):
        return False
    return _BEGINS.match(clause) is not None
