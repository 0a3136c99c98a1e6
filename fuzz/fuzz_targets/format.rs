//! The layout of any text is settled, and means the same.

#![no_main]

todoc_fuzz::text_target!(text, { todoc_fuzz::laws::layout(text) });
