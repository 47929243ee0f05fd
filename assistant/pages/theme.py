"""The look of the pages that Gradio draws: the evaluators' desk."""

from importlib.resources import files
from typing import Any

import gradio as gr

CSS = files("assistant.pages").joinpath("page.css").read_text("utf-8")


def build_theme() -> Any:
    """The theme; only system fonts, so that no other host is contacted."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    base = gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    )
    blue, deeper, on_it = "#0b5c8f", "#094a73", "#ffffff"
    return base.set(
        button_primary_background_fill=blue, button_primary_background_fill_dark=blue,
        button_primary_background_fill_hover=deeper, button_primary_background_fill_hover_dark=deeper,
        button_primary_text_color=on_it, button_primary_text_color_dark=on_it,
    )  # fmt: skip
