# SPDX-License-Identifier: Apache-2.0
"""Plots as SVG: readable as text, the same bytes for the same numbers, with colours for light and for dark pages on
a background of their own. Plotting libraries write SVG that changes with their version, takes fonts along, and has
one set of colours."""
import math
from statistics import median
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, ABOVE, BELOW = 760, 84, 24, 44, 54
LEGEND, ROW, LETTER = 20, 34, 7.6  # heights of lines, and the width of a letter, in pixels
LIGHT = ["#0a5fa8", "#c8500a", "#007a5a", "#8a3ea0", "#8a6d00", "#555555", "#b0124a", "#00707f"]
DARK = ["#6db6ff", "#ff9a5c", "#3ecf9f", "#d59cf0", "#e3c34b", "#bbbbbb", "#ff86a8", "#4fd3e3"]
# Outlines within (-1, 1), so that lines differ without colours too.
SHAPES = [None, "-1,-1 1,-1 1,1 -1,1", "0,-1.2 1.1,0.9 -1.1,0.9", "0,-1.3 1.3,0 0,1.3 -1.3,0",
          "0,1.2 1.1,-0.9 -1.1,-0.9", "-0.5,-1.2 0.5,-1.2 0.5,1.2 -0.5,1.2", "-1.2,-0.5 1.2,-0.5 1.2,0.5 -1.2,0.5",
          "-1.3,0 0,-0.6 1.3,0 0,0.6"]


def style():
    def rules(back, text, grid, colours):
        lines = [f".back{{fill:{back}}}", f"text{{fill:{text}}}", f".grid{{stroke:{grid}}}"]
        lines += [f".s{i}{{stroke:{colour};fill:{colour}}}" for i, colour in enumerate(colours)]
        return "".join(lines)
    common = "text{font:13px system-ui,sans-serif}.title{font-weight:600;font-size:15px}.line{fill:none;stroke-width:2}"
    return (f"<style>{common}{rules('#ffffff', '#222222', '#d8d8d8', LIGHT)}"
            f"@media(prefers-color-scheme:dark){{{rules('#161b22', '#e6e6e6', '#3a414a', DARK)}}}</style>")


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


class Axis:
    """Places of values between two ends, and its ticks: those given, or 1, 2 and 5 times powers of ten."""

    def __init__(self, label, log, values, ticks=None):
        self.label, self.log = label, log
        least, most = min(values), max(values)
        if log:
            self.low, self.high = math.log10(least), math.log10(most)
            margin = max(0.05, (self.high - self.low) * 0.04)
            self.low, self.high = self.low - margin, self.high + margin
        else:
            self.low, self.high = 0.0, most * 1.08
        self.ticks = sorted(ticks) if ticks else self.usual_ticks()

    def usual_ticks(self):
        if self.log:
            steps = (1, 2, 5) if self.high - self.low < 2.5 else (1, 3) if self.high - self.low < 4 else (1,)
            powers = range(math.floor(self.low), math.ceil(self.high) + 1)
            return [step * 10.0**power for power in powers for step in steps
                    if self.low <= math.log10(step * 10.0**power) <= self.high]
        step = 10.0 ** math.floor(math.log10(self.high))
        while self.high / step < 4:
            step /= 2
        return [i * step for i in range(int(self.high / step) + 1)]

    def at(self, value):
        """0 at the lower end and 1 at the upper."""
        return ((math.log10(value) if self.log else value) - self.low) / (self.high - self.low)


def text(x, y, words, anchor="middle", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def line(kind, x1, y1, x2, y2):
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def mark(series, x, y):
    outline = SHAPES[series % len(SHAPES)]
    kind = f's{series % len(LIGHT)}'
    if outline is None:
        return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    points = " ".join(f"{x + 5 * float(a):.1f},{y + 5 * float(b):.1f}"
                      for a, b in (corner.split(",") for corner in outline.split()))
    return f'<polygon class="{kind}" points="{points}"/>'


def legend(names, left):
    """Lines of the legend, and how high it is."""
    out, x, y = [], left, ABOVE
    for series, name in enumerate(names):
        wide = 30 + LETTER * len(name)
        if x + wide > WIDTH - RIGHT and x > left:
            x, y = left, y + LEGEND
        out += [mark(series, x + 6, y - 4), text(x + 17, y, name, "start")]
        x += wide
    return out, y + LEGEND - ABOVE


def drawing(title, height, body):
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
             f' role="img" aria-label="{escape(title)}">', f"<title>{escape(title)}</title>", style(),
             f'<rect class="back" width="{WIDTH}" height="{height}" rx="6"/>',
             text(WIDTH / 2, 22, title, more=' class="title"'), *body, "</svg>"]
    return "\n".join(lines) + "\n"


def lines_chart(title, x_axis, y_axis, series):
    """A line for each of `series`: (name, [(x, runs)]), through the medians; a bar from the least of the runs to the
    greatest. An axis is (label, whether it is logarithmic); that of x has its ticks where there are values."""
    points = [(x, y) for _, values in series for x, runs in values for y in runs]
    body, below_legend = legend([name for name, _ in series], LEFT)
    top, bottom, right = ABOVE + below_legend, ABOVE + below_legend + 300, WIDTH - RIGHT
    across = Axis(*x_axis, [x for x, _ in points], {x for x, _ in points})
    up = Axis(*y_axis, [y for _, y in points])

    def place(x, y):
        return LEFT + across.at(x) * (right - LEFT), bottom - up.at(y) * (bottom - top)

    for tick in up.ticks:
        y = bottom - up.at(tick) * (bottom - top)
        body += [line("grid", LEFT, y, right, y), text(LEFT - 8, y + 4, number(tick), "end")]
    for tick in across.ticks:
        x = LEFT + across.at(tick) * (right - LEFT)
        body += [line("grid", x, top, x, bottom), text(x, bottom + 18, number(tick))]
    body += [text((LEFT + right) / 2, bottom + 42, across.label),
             text(16, (top + bottom) / 2, up.label, more=f' transform="rotate(-90 16 {(top + bottom) / 2:.1f})"')]
    for i, (_, values) in enumerate(series):
        kind = f"s{i % len(LIGHT)}"
        places = [place(x, median(runs)) for x, runs in values]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        body.append(f'<polyline class="{kind} line" style="fill:none" points="{path}"/>')
        for (x, runs), at in zip(values, places):
            body += [line(kind, *place(x, min(runs)), *place(x, max(runs))), mark(i, *at)]
    return drawing(title, bottom + BELOW, body)


def dots_chart(title, label, names, rows):
    """For each of `rows`, (name, [runs or None for each of names]), a dot at each median, on a logarithmic axis."""
    left = 24 + LETTER * max(len(name) for name, _ in rows)
    medians = [median(runs) for _, cells in rows for runs in cells if runs]
    body, below_legend = legend(names, 24)
    top, right = ABOVE + below_legend, WIDTH - RIGHT
    bottom = top + ROW * len(rows)
    across = Axis(label, True, medians)
    for tick in across.ticks:
        x = left + across.at(tick) * (right - left)
        body += [line("grid", x, top, x, bottom), text(x, bottom + 18, number(tick))]
    body.append(text((left + right) / 2, bottom + 42, label))
    for row, (name, cells) in enumerate(rows):
        y = top + ROW * (row + 0.5)
        body += [line("grid", left, y, right, y), text(left - 10, y + 4, name, "end")]
        body += [mark(i, left + across.at(median(runs)) * (right - left), y + 2.5 * (i - (len(cells) - 1) / 2))
                 for i, runs in enumerate(cells) if runs]
    return drawing(title, bottom + BELOW, body)
