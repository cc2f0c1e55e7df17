"""What every chart shares, to the letter: contrast, measured text, steps, figures in words, and SVG elements."""

from decimal import Decimal

import pytest

from commissioning.rules.chart_text import (
    PALETTE,
    contrast,
    figure,
    ink_on,
    label,
    luminance,
    marker,
    short,
    spread,
    svg,
    tag,
    text_width,
    ticks,
    wrap,
)

BLUE = PALETTE[0]


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#000000", 0.0),
        ("#FFFFFF", 1.0),
        ("#FF0000", 0.2126),
        ("#00FF00", 0.7152),
        ("#0000FF", 0.0722),
        ("#0A0A0A", 10 / 255 / 12.92),
        ("#808080", 0.2158605),
    ],
)
def test_luminance_is_that_of_wcag(colour, expected):
    assert luminance(colour) == pytest.approx(expected, abs=1e-7)


def test_contrast_is_21_between_black_and_white_either_way_round():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)
    assert contrast("#767676", "#767676") == 1


def test_text_on_a_dark_colour_is_white_and_on_a_pale_one_black():
    assert [ink_on(colour) for colour in PALETTE] == [
        "#FFFFFF", "#0B0C0C", "#FFFFFF", "#0B0C0C", "#FFFFFF", "#0B0C0C"
    ]  # fmt: skip


def test_text_is_measured_in_wide_narrow_and_other_letters():
    assert [text_width(text, 10) for text in ("", "m", "i", "a")] == pytest.approx([0, 7.8, 3.4, 5.8])
    assert text_width("mia", 20) == pytest.approx(34)


def test_label_breaks_only_where_the_next_word_has_no_room():
    room = text_width("one two", 10)

    assert wrap("one two three", room, 10) == ["one two", "three"]
    assert wrap("one two three", room - 0.1, 10) == ["one", "two", "three"]
    assert wrap("extraordinarily", 1, 10) == ["extraordinarily"]
    assert wrap("", 100, 10) == [""]


@pytest.mark.parametrize(
    ("top", "marks"),
    [
        (-5, [0, 1]),
        (0.03, [0, 0.01, 0.02, 0.03]),
        (0.5, [0, 0.2, 0.4, 0.6]),
        (1, [0, 0.25, 0.5, 0.75, 1]),
        (4, [0, 1, 2, 3, 4]),
        (8, [0, 2, 4, 6, 8]),
        (10, [0, 2.5, 5, 7.5, 10]),
        (39, [0, 10, 20, 30, 40]),
        (1000, [0, 250, 500, 750, 1000]),
    ],
)
def test_steps_are_one_two_two_and_a_half_or_five_of_a_power_of_ten(top, marks):
    assert ticks(top) == marks


def test_more_steps_can_be_wanted():
    assert ticks(100, 5) == [0, 20, 40, 60, 80, 100]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "£", "not known"),
        (1240, "", "1,240"),
        (100, "", "100"),
        (12.0, "", "12"),
        (12.50, "%", "12.5%"),
        (-12, "%", "-12%"),
        (420_000, "£", "£420,000"),
        (-1_500, "£", "-£1,500"),
        (Decimal("1E+3"), "£", "£1,000"),
        (19, "weeks", "19 weeks"),
    ],
)
def test_figures_in_words_are_full(value, unit, words):
    assert figure(value, unit) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0, "", "0"),
        (0.5, "%", "0.5%"),
        (9_999, "", "9999"),
        (10_000, "", "10k"),
        (12_345, "£", "£12.3k"),
        (1_000_000, "", "1m"),
        (-2_500_000, "£", "-£2.5m"),
        (1_000_000_000, "£", "£1bn"),
        (-7.25, "", "-7.2"),
    ],
)
def test_figures_in_a_drawing_are_short_at_each_limit(value, unit, words):
    assert short(value, unit) == words


@pytest.mark.parametrize(
    ("make", "written"),
    [
        (lambda: tag("g"), "<g/>"),
        (lambda: tag("g", "<a/>", x=1, y=2.0, z=2.25), '<g x="1" y="2" z="2.2"><a/></g>'),
        (lambda: tag("g", stroke_width=0, class_="key", fill=None, id=""), '<g stroke-width="0" class="key"/>'),
        (lambda: tag("g", aria_label='"A" & <B>'), '<g aria-label="&quot;A&quot; &amp; &lt;B&gt;"/>'),
        (lambda: label("A & B", 1, 2.5, 14), '<text x="1" y="2.5" font-size="14" fill="#0B0C0C">A &amp; B</text>'),
        (
            lambda: label("A", 1, 2, 14, text_anchor="end", fill="#FFFFFF"),
            '<text x="1" y="2" font-size="14" fill="#FFFFFF" text-anchor="end">A</text>',
        ),
        (lambda: marker("circle", 10, 20, 5, BLUE), '<circle cx="10" cy="20" r="5" fill="#12436D"/>'),
        (lambda: marker("square", 10, 20, 5, BLUE), '<rect x="5" y="15" width="10" height="10" fill="#12436D"/>'),
        (lambda: marker("triangle", 10, 20, 5, BLUE), '<polygon points="10.0,13.5 16.5,26.5 3.5,26.5" fill="#12436D"/>'),
        (lambda: marker("diamond", 10, 20, 5, BLUE), '<polygon points="10.0,13.5 16.5,20.0 10.0,26.5 3.5,20.0" fill="#12436D"/>'),
    ],
)
def test_elements_are_written_as_attributes_only(make, written):
    assert make() == written


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([], []),
        ([50, 52, 10], [50, 65, 10]),
        ([20, 35, 100], [20, 35, 100]),
        ([95, 98], [85, 100]),
        ([99, 90, 95], [100, 70, 85]),
        ([-5, 120], [0, 100]),
    ],
)
def test_names_too_near_move_down_and_at_the_bottom_up(places, moved):
    assert spread(places, 15, 0, 100) == moved


def test_drawing_has_its_name_and_description_before_its_paper():
    assert svg("c", "T <", "D & E", 640.0, 100.4, ["<g/>", "<a/>"]) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 100" width="640" height="100.4" role="img" '
        'aria-labelledby="c-title c-desc" font-family="Noto Sans, Arial, sans-serif">'
        '<title id="c-title">T &lt;</title><desc id="c-desc">D &amp; E</desc>'
        '<rect width="640" height="100.4" fill="#FFFFFF"/><g/><a/></svg>'
    )
