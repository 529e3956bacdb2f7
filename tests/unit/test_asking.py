"""Telling what people ask from what they merely say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.asking import is_question

ASKED = """
What is ChunM?
what is chunm
so what is chunm exactly
whats the deadline for chunm
how do i apply
How do I apply!!
hey all, how do I submit my script
ok but when does it close
quick question: is there a fee
how to apply for hina
where to send my reel
how many episodes does youku want
which form do writers fill in
which laptop is good for editing 4k
what kind of stories are you looking for
what time is it in Shanghai
who gives the master classes
who do I talk to about my pitch
can i pitch together with my co-writer
Could someone explain what this Hina thing is
I live in New York, can I still join
I love this - but how do I sign up
is chunm accepting submissions right now
is hina online or in person
does hina find me an agent
do I need a finished script
do screenwriters have to be in beijing
is hina full-time
my film has a producer, does hina mind
when and where is the next event
am i too old for this
are there any events coming up
has anyone heard back yet
have you seen my receipt
may I apply twice
should I write the pilot first
don't you need a logline too
any idea when results come out
any news about the roadshow
anyone know whether students can apply
does anyone know if it is free
I wonder if they take adaptations
i was wondering about the deadline
not sure where to upload the deck
I don't know how to attach a file
I'd like to know more about the creation camp
I need to know when it closes
let me know how to withdraw it
tell me about the ChunM program
explain the roadshow please
please tell me what it costs
can you tell me more about second unit work
I have a question about my draft
Deadline?
the fee?
ChunM or Hina for a writer-director?
You need a finished script, right?
What a day... how do I apply?
wait what? is the call closed already
what's the fee
who's reading my script
how about feature films
what about short films
what if i have a co-writer
ChunM 是什么？
ChunM 是什麼
怎么申请
怎麼報名 Hina
怎么能看到进度
草稿怎么会不见了
用英文还是中文写
有無年齡限制
如何投稿
截止日期是哪天？
什么时候截止
幾時截止啊
几点截止
剧本要写多少集
影集應該寫幾集
报名费多少钱
要交钱吗
要收費嗎
能申请吗我还是学生
能不能用英文写
可不可以兩個人一起投
有没有年龄限制
有沒有報名費
收不收短片
会不会保密
是否接受改编
能否修改已经提交的投稿
谁会看我的剧本
誰會看到我的投稿
哪里可以上传剧本
在哪裡看進度
为什么我的草稿不见了
為何不能提交
请问截止日期
請問投稿要準備什麼
想问一下 ChunM 的截止时间
想了解一下导演经纪
有人知道怎么撤回吗
有谁知道结果公布没有
介绍一下创作营
求推荐洛杉矶的中餐馆
求解
多久有结果
那费用呢
截止时间呢？
剧本可以吗？英文的
點樣報名
邊個會睇我個劇本
有冇截止日期
ＣｈｕｎＭ 是什么？
What‘s the deadline
大家好，我想報名，要準備什麼呀～
"""

SAID = """
hello everyone
how nice!
how sweet of you
how cool is that
what a day
What a great film!
what an ending
What I like about it is the pace
when I was young I wrote poems
where I live it never rains
who knows
who cares lol
Who knew!
why not
guess what
wtf
really?
wait what?
huh?
ok?
what?
?
???
？？
!?
10:30?
🎉?
what's up
how are you guys
how's it going
can confirm
can confirm it works really well
will do
may the force be with you
have a nice day
have fun everyone
had a great time last night
would love to
should be fine
do not forget the slate
is so good
is what it is
is over now thankfully
was fun
did it
does the trick
I finished my script today
just pitched my series to a friend
the director was amazing
I know what you mean
I saw the film, which was long
my friend, who is a director, liked it
let me know if you need anything
anyone who likes noir will love it
thanks a lot, that helps!
so proud of you all
this is how I did it
"what is chunm" was the title of her mail
> what is the deadline
`how do I apply`
```
how do I apply?
```
https://example.org/what-is-it?how=now
look: https://example.org/?q=why
<@123456789012345678>
<:what:123456789012345678>
他说“截止日期是什么时候”
我看了《怎么办》
《谁先爱上他的》太好看了
大家晚上好
今天天气真好
怎么可能
怎么可能？
怎麼可能！
怎么会
机票怎么这么贵
怎么说呢
没什么
沒什麼，別客氣
什么都行
什麼都可以
谁都一样
谁知道呢
谁懂啊
无论如何都要写完
不管怎样先写完
不怎么样
多少有点失望
我有几个朋友也在写剧本
过几天再说
好几个导演都来了
十几个人
哪有
哪怕下雨也要拍
什么鬼
真的吗
真的假的？
是吗
什么？
啊？
对吧？
在吗
动不动就下雨
哈哈哈哈笑死我了
谢谢大家的帮助
问题不大
新年快樂
剧本终于写完了
我还忙着呢
"""


@pytest.mark.parametrize("text", ASKED.strip().splitlines())
def test_what_asks_is_a_question(text: str) -> None:
    assert is_question(text)


def said() -> list[str]:
    code = "```\nhow do I apply?\n```"
    return [*SAID.strip().replace(code + "\n", "").splitlines(), code]


@pytest.mark.parametrize("text", said())
def test_what_only_says_something_is_none(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "> the call closes on Friday\nwhen exactly?",
        "I tried `pitch start` and nothing came. what now, is it broken",
        "我看了公告。\n请问什么时候开始",
        "Nice weather today. How do I apply?",
        "he said “no” to me, does that mean the call is closed",
        "||how do I apply||",
        "**How do I apply?**",
        "see https://example.org/call then tell me: is it free?",
        "w\u0336h\u0336a\u0336t\u0336 is the deadline",
        "what\u200b is the deadline",
        "\u202ewhat is the deadline\u202c",
        "\x00what is the deadline\x00",
        "\ud800what is the deadline",
    ],
)
def test_a_question_is_found_among_other_things(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", "\ud800", "\u0336" * 50, "!!!", "🎬" * 2000, "。。。", "'"]
)
def test_nothing_asks_nothing(text: str) -> None:
    assert not is_question(text)


HOSTILE = (
    *(
        "\ufdfa",
        "?",
        "what ",
        "what's ",
        "how ",
        "`",
        "```",
        '"',
        "“",
        "「",
        "《",
        "<",
        "> ",
        "\n> ",
    ),
    *(
        ">>> ",
        "www.",
        "http://",
        "so ",
        "um",
        "u",
        "'",
        "-",
        " - ",
        ",",
        "是不",
        "怎么这么",
        "不",
        "几",
    ),
    *(
        "那",
        "呢",
        "好吗",
        "how nice ",
        "who knows ",
        "anyone ",
        "i wonder ",
        "can ",
        "\u0336",
        "啊",
    ),
    *(
        "\n",
        "a.",
        "<a",
        "what a ",
        "is it just me ",
        "isn't it ",
        "好是还",
        "要要",
        "which a ",
        "hello ",
        "=@",
        " ",
        "\t",
    ),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_runs_take_no_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    is_question(text)
    is_question(text + "?")
    is_question("how " + text)
    assert time.process_time() - started < 0.5


def test_what_lies_beyond_the_longest_message_is_not_read() -> None:
    assert not is_question("wow " * 1000 + "how do I apply?")


@given(st.text(max_size=300))
def test_any_text_has_one_verdict(text: str) -> None:
    assert is_question(text) is is_question(text)


@given(st.text(alphabet="ab 什么吗?!.`\">“”「」<\n'，。怎不能what", max_size=200))
def test_any_mix_of_what_matters_has_one_verdict(text: str) -> None:
    assert is_question(text) is is_question(text)
