"""The look of the page that Gradio draws: the staff desk's, as far as its blocks allow."""

from importlib.resources import files
from typing import Any

import gradio as gr

CSS = files("evals.desk").joinpath("desk.css").read_text("utf-8")
HEAD = files("evals.desk").joinpath("templates/phone_style.html").read_text("utf-8")
# Names of Gradio's variables with their values in a light and a dark page.
_COLOURS = {
    "body_background_fill": ("#ffffff", "#12181f"),
    "body_text_color": ("#17212b", "#e8edf2"),
    "body_text_color_subdued": ("#4d5a68", "#b6c0cc"),
    "background_fill_primary": ("#ffffff", "#12181f"),
    "background_fill_secondary": ("#f4f7fa", "#1c242d"),
    "border_color_primary": ("#d4dbe3", "#3a4652"),
    "border_color_accent": ("#0b5c8f", "#7cc4f0"),
    "color_accent_soft": ("#e3eff7", "#12344b"),
    "link_text_color": ("#0b5c8f", "#7cc4f0"),
    "link_text_color_hover": ("#0b5c8f", "#7cc4f0"),
    "link_text_color_visited": ("#0b5c8f", "#7cc4f0"),
    "link_text_color_active": ("#0b5c8f", "#7cc4f0"),
    "block_background_fill": ("transparent", "transparent"),
    "block_title_text_color": ("#17212b", "#e8edf2"),
    "input_background_fill": ("#ffffff", "#12181f"),
    "input_background_fill_focus": ("#ffffff", "#12181f"),
    "input_border_color": ("#4d5a68", "#b6c0cc"),
    "input_border_color_focus": ("#0b5c8f", "#7cc4f0"),
    "input_placeholder_color": ("#4d5a68", "#b6c0cc"),
    "checkbox_label_background_fill": ("transparent", "transparent"),
    "checkbox_label_background_fill_hover": ("#f4f7fa", "#1c242d"),
    "checkbox_label_background_fill_selected": ("#e3eff7", "#12344b"),
    "checkbox_label_border_color": ("#d4dbe3", "#3a4652"),
    "checkbox_background_color_selected": ("#0b5c8f", "#0b5c8f"),
    "checkbox_border_color": ("#4d5a68", "#b6c0cc"),
    "checkbox_border_color_selected": ("#0b5c8f", "#7cc4f0"),
    "button_primary_background_fill": ("#0b5c8f", "#0b5c8f"),
    "button_primary_background_fill_hover": ("#094a73", "#094a73"),
    "button_primary_border_color": ("#0b5c8f", "#0b5c8f"),
    "button_primary_text_color": ("#ffffff", "#ffffff"),
}
_SIZES = {
    "block_border_width": "0px", "block_padding": "0px", "block_shadow": "none",
    "block_radius": "0px",
    "block_title_text_weight": "600", "block_title_text_size": "1rem", "form_gap_width": "0px",
    "input_border_width": "1px", "input_radius": "6px", "input_shadow": "none",
    "input_shadow_focus": "none", "input_padding": ".55rem .7rem", "input_text_size": "1rem",
    "checkbox_label_border_width": "1px", "checkbox_label_shadow": "none",
    "checkbox_label_text_size": ".95rem", "button_large_radius": "6px",
    "button_large_text_size": "1rem", "button_large_padding": ".5rem 1.1rem",
}  # fmt: skip


def build_theme() -> Any:
    """The theme; only system fonts, so that no other host is contacted."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    base = gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"]
    )
    light = {name: pair[0] for name, pair in _COLOURS.items()}
    # Links of the dark page are set by their own names; the other variables have a twin.
    dark = {f"{name}_dark": pair[1] for name, pair in _COLOURS.items()}
    return base.set(**light, **dark, **_SIZES)
