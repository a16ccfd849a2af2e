"""What documents state of each of the places that a question compares."""


def test_where_little_is_said_of_what_is_asked_several_sentences_are_told(ask):
    answer = ask("统计调查上，广东和深圳各有什么安排？").answer
    guangdong, shenzhen = answer.split("深圳：")
    assert "统计体系" in guangdong
    assert "统计调查和运行分析" in shenzhen


def test_amounts_of_which_no_place_states_any_are_refused(ask):
    question = "Compare the maximum tax relief that Sichuan and Shenzhen grant to software companies."
    assert ask(question).status == "insufficient_evidence"
