"""A small programme file, and the ways to break it."""

from __future__ import annotations

SMALL = """\
key: small
prefix: SM
name: {en: Small, zh-CN: 小计划}
summary: {en: A small programme., zh-CN: 一个小计划。}
offers:
  - {en: Advice, zh-CN: 建议}
eligibility: {en: Anyone., zh-CN: 任何人。}
source:
  title: {en: A page, zh-CN: 网页}
  published: 2025-10-30
confirmed: 2025-10-31
faqs:
  - id: what
    question: {en: "What is it?", zh-CN: 是什么？}
    phrasings:
      en: [Tell me about it]
      zh-CN: [介绍一下]
    answer: {en: A programme., zh-CN: 一个计划。}
    related: [cost]
  - id: cost
    question: {en: "What does it cost?", zh-CN: 多少钱？}
    phrasings:
      en: ["Is it free?"]
      zh-CN: [免费吗？]
    answer: {en: Ask us., zh-CN: 请问我们。}
    confirmed: 2025-11-02
form:
  pages:
    - id: one
      title: {en: One, zh-CN: 一}
      fields:
        - id: title
          kind: short
          label: {en: Title, zh-CN: 标题}
        - id: source
          kind: choice
          label: {en: Source, zh-CN: 来源}
          options:
            - {value: original, label: {en: Original, zh-CN: 原创}}
            - {value: adapted, label: {en: Adapted, zh-CN: 改编}}
        - id: minutes
          kind: number
          label: {en: Minutes, zh-CN: 分钟}
          least: 1
          most: 600
    - id: two
      title: {en: Two, zh-CN: 二}
      fields:
        - id: proof
          kind: link
          label: {en: Proof, zh-CN: 证明}
          show_if: {field: source, values: [adapted]}
        - id: signed
          kind: yes_no
          label: {en: Signed, zh-CN: 已签}
          required: false
  consent:
    version: "1"
    text: {en: We read it., zh-CN: 我们会读。}
card: {title: title, logline: title, format: source}
review:
  - {id: story, label: {en: Story, zh-CN: 故事}, weight: 2}
pipeline:
  - {id: first, label: {en: First, zh-CN: 第一步}}
"""

HERE = "# <-"
"""Marks the line of a broken file that the fault must name."""


def changed(old: str, new: str) -> str:
    """The small file with its one ``old`` replaced."""
    assert SMALL.count(old) == 1, f"{old!r} is there {SMALL.count(old)} times"
    return SMALL.replace(old, new)


def marked_line(text: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if HERE in line)


def option_lines(count: int) -> str:
    return "".join(
        f"            - {{value: v{n}, label: {{en: V, zh-CN: 值}}}}\n" for n in range(count)
    )


def field_lines(count: int) -> str:
    return "".join(
        f"        - {{id: f{n}, kind: short, label: {{en: F, zh-CN: 项}}}}\n" for n in range(count)
    )


Change = tuple[str, str, str, str]
"""What is replaced in the small file, by what, the field at fault, words of the message."""

BROKEN: dict[str, Change] = {
    "an unknown name": ("key: small", "key: small\ncolour: red # <-", "colour", "not known"),
    "a name twice": ("prefix: SM", "prefix: SM\nprefix: SX # <-", "prefix", "twice"),
    "a small prefix": ("prefix: SM", "prefix: sm # <-", "prefix", "capital letters"),
    "a long prefix": ("prefix: SM", "prefix: SMALL # <-", "prefix", "2 to 4"),
    "a key with spaces": ("key: small", "key: a small one # <-", "key", "hyphens"),
    "a number for text": ("{en: Advice,", "{en: 16, # <-\n", "offers[0].en", "must be text"),
    "an empty text": ("{en: Anyone.,", "{en: ' ', # <-\n", "eligibility.en", "empty"),
    "no chinese": (
        "name: {en: Small, zh-CN: 小计划}",
        "name: {en: Small} # <-",
        "name.zh-CN",
        "is missing",
    ),
    "an impossible date": ("2025-10-31", "2025-02-30 # <-", "confirmed", "must be a date"),
    "words for a list": (
        "    related: [cost]",
        "    related: cost # <-",
        "faqs[0].related",
        "list",
    ),
    "words for a part": (
        "card: {title: title, logline: title, format: source}",
        "card: title # <-",
        "card",
        "names with values",
    ),
    "a related entry that is not there": (
        "related: [cost]",
        "related: [price] # <-",
        "faqs[0].related[0]",
        "no entry “price”",
    ),
    "an entry related to itself": (
        "related: [cost]",
        "related: [what] # <-",
        "faqs[0].related[0]",
        "itself",
    ),
    "two entries with one id": ("- id: cost", "- id: what # <-", "faqs[1].id", "used already"),
    "a phrasing of two entries": (
        'en: ["Is it free?"]',
        'en: ["what is IT?"] # <-',
        "faqs[1].phrasings.en[0]",
        "entry “what”",
    ),
    "no phrasing": ('en: ["Is it free?"]', "en: [] # <-", "faqs[1].phrasings.en", "at least 1"),
    "a question too long for a button": (
        '{en: "What is it?",',
        f"{{en: {'x' * 81}, # <-\n",
        "faqs[0].question.en",
        "81 characters, at most 80",
    ),
    "a label too long": (
        "{en: Minutes,",
        f"{{en: {'x' * 46}, # <-\n",
        "form.pages[0].fields[2].label.en",
        "46 characters, at most 45",
    ),
    "a label too long once traditional": (
        "label: {en: Minutes, zh-CN: 分钟}",
        f"label: {{en: Minutes, zh-CN: {'内存' * 22}}} # <-",
        "form.pages[0].fields[2].label",
        "made from zh-CN",
    ),
    "an unknown kind": (
        "kind: number",
        "kind: numbr # <-",
        "form.pages[0].fields[2].kind",
        "'link'",
    ),
    "a field with the id of another": (
        "- id: proof",
        "- id: title # <-",
        "form.pages[1].fields[0].id",
        "used already",
    ),
    "two pages with one id": ("- id: two", "- id: one # <-", "form.pages[1].id", "used already"),
    "a required that is a word": (
        "required: false",
        "required: no # <-",
        "form.pages[1].fields[1].required",
        "true or false",
    ),
    "a limit of words on a number": (
        "least: 1",
        "max_words: 3 # <-",
        "form.pages[0].fields[2].max_words",
        "kind “number”",
    ),
    "a least above the most": (
        "most: 600",
        "most: 0 # <-",
        "form.pages[0].fields[2].most",
        "less than",
    ),
    "options of a link": (
        "kind: link",
        "kind: link\n          options: # <-\n" + option_lines(1).rstrip("\n"),
        "form.pages[1].fields[0].options",
        "kind “link”",
    ),
    "a choice without options": (
        "id: signed\n          kind: yes_no",
        "id: signed # <-\n          kind: choice",
        "form.pages[1].fields[1].options",
        "missing",
    ),
    "twenty-six options": (
        "options:\n",
        "options: # <-\n" + option_lines(24),
        "form.pages[0].fields[1].options",
        "at most 25",
    ),
    "a choice of one": (
        "options:\n            - {value: original, label: {en: Original, zh-CN: 原创}}\n",
        "options: # <-\n",
        "form.pages[0].fields[1].options",
        "one option only",
    ),
    "an option twice": (
        "{value: adapted,",
        "{value: original, # <-\n",
        "form.pages[0].fields[1].options[1].value",
        "used already",
    ),
    "more choices than options": (
        "kind: choice\n",
        "kind: choices\n          most: 3 # <-\n",
        "form.pages[0].fields[1].most",
        "number of options",
    ),
    "six fields on a page": (
        "zh-CN: 二}\n      fields:\n",
        "zh-CN: 二}\n      fields: # <-\n" + field_lines(4),
        "form.pages[1].fields",
        "at most 5",
    ),
    "a condition on nothing": (
        "field: source,",
        "field: origin, # <-\n",
        "form.pages[1].fields[0].show_if.field",
        "no field of an earlier page",
    ),
    "a condition on the same page": (
        "field: source,",
        "field: signed, # <-\n",
        "form.pages[1].fields[0].show_if.field",
        "earlier page",
    ),
    "a condition on text": (
        "field: source,",
        "field: title, # <-\n",
        "form.pages[1].fields[0].show_if.field",
        "no options",
    ),
    "a condition on an unknown option": (
        "values: [adapted]",
        "values: [borrowed] # <-\n",
        "form.pages[1].fields[0].show_if.values[0]",
        "no option of “source”",
    ),
    "a condition that names a value twice": (
        "values: [adapted]",
        "values: [adapted, adapted # <-\n]",
        "form.pages[1].fields[0].show_if.values[1]",
        "there already",
    ),
    "files of any type": (
        "id: signed\n          kind: yes_no",
        "id: signed # <-\n          kind: files",
        "form.pages[1].fields[1].accepts",
        "missing",
    ),
    "types of files for a link": (
        "kind: link",
        "kind: link\n          accepts: [pdf] # <-",
        "form.pages[1].fields[0].accepts",
        "kind “link”",
    ),
    "a card of an unknown field": (
        "{title: title,",
        "{title: name, # <-\n",
        "card.title",
        "no field",
    ),
    "a card of a link": ("logline: title", "logline: proof # <-\n", "card.logline", "kind “link”"),
    "a weight of nothing": ("weight: 2", "weight: 0 # <-\n", "review[0].weight", "greater than"),
    "a weight in words": ("weight: 2", "weight: two # <-\n", "review[0].weight", "whole number"),
    "a stage twice": (
        "zh-CN: 第一步}}",
        "zh-CN: 第一步}}\n  - {id: first, label: {en: F, zh-CN: 又}} # <-",
        "pipeline[1].id",
        "used already",
    ),
    "a quorum below nothing": (
        "pipeline:",
        "rules: {quorum: -1} # <-\npipeline:",
        "rules.quorum",
        "greater than",
    ),
    "a school that is not asked for": (
        "pipeline:",
        "rules: {school: university} # <-\npipeline:",
        "rules.school",
        "no field",
    ),
    "a school by a number": (
        "pipeline:",
        "rules: {school: minutes} # <-\npipeline:",
        "rules.school",
        "kind “number”",
    ),
    "a blind review with nothing to hide": (
        "pipeline:",
        "rules: {blind: true} # <-\npipeline:",
        "rules.blind",
        "identifying",
    ),
    "a letter of no decision": (
        "pipeline:",
        "rules:\n  letters:\n    draft: {en: A, zh-CN: 甲} # <-\npipeline:",
        "rules.letters.draft",
        "must be one of",
    ),
    "a letter with an unknown placeholder": (
        "pipeline:",
        'rules:\n  letters:\n    accepted: {en: "{name}", zh-CN: 甲} # <-\npipeline:',
        "rules.letters.accepted.en",
        "no placeholder “{name}”",
    ),
    "an alias": (
        "{en: Anyone., zh-CN: 任何人。}",
        "&who {en: A, zh-CN: 甲} # <-",
        "eligibility",
        "anchor",
    ),
    "a tag": ("key: small", "key: !!python/name:os.system x # <-", "key", "tag"),
    "a second document": ("card: {", "--- # <-\ncard: {", "file", "second document"),
}
