//! What a character is: the classes by which [`super::source`] decides what stays.

use unicode_normalization::char::is_combining_mark;

/// Zero-width joiner: glues pictures into one, and letters in scripts that join.
pub(super) const JOINER: char = '\u{200D}';
/// Zero-width non-joiner: Persian and several Indian scripts spell with it.
pub(super) const NON_JOINER: char = '\u{200C}';
/// The keycap that turns a digit into a picture.
pub(super) const KEYCAP: char = '\u{20E3}';

/// Ends a line in some standard or other; all of them become `\n`, so that words do not run together.
pub(super) fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Never kept: controls, direction overrides and marks, zero-width and other invisible characters (the
/// Default_Ignorable_Code_Point property of Unicode 16 and the invisible part of category Cf), private use and
/// non-characters. The joiners and variation selectors 15 and 16 are judged by their neighbours instead.
pub(super) fn is_forbidden(c: char) -> bool {
    if c.is_control() {
        return !matches!(c, '\n' | '\t');
    }
    matches!(u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        // 200E and 200F, the implicit direction marks, move neighbours as silently as the overrides do.
        | 0x200B | 0x200E..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xFE00..=0xFE0D | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0x1_3430..=0x1_345F | 0x1_BCA0..=0x1_BCA3 | 0x1_D173..=0x1_D17A | 0xE_0000..=0xE_0FFF
        | 0xF_0000..=0x10_FFFF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Judged by its neighbours: kept where a script or a picture is spelled with it.
pub(super) fn is_conditional(c: char) -> bool {
    matches!(c, JOINER | NON_JOINER | '\u{FE0E}' | '\u{FE0F}')
}

/// A letter or mark of a script that is spelled with joiners: Arabic to Myanmar, Khmer, Mongolian, the Indic
/// scripts and their neighbours.
pub(super) fn joins(c: char) -> bool {
    let script = matches!(u32::from(c),
        0x600..=0x109F | 0x1780..=0x18AF | 0x1A20..=0x1CFF | 0xA800..=0xABFF | 0xFB50..=0xFDFF
        | 0xFE70..=0xFEFC | 0x1_1000..=0x1_1FFF);
    script && (c.is_alphabetic() || is_combining_mark(c))
}

/// A picture, or a sign that a variation selector turns into one.
pub(super) fn is_picture(c: char) -> bool {
    matches!(u32::from(c),
        0xA9 | 0xAE | 0x203C | 0x2049 | 0x2122 | 0x2139 | 0x2190..=0x21FF | 0x2300..=0x23FF | 0x24C2
        | 0x25A0..=0x27BF | 0x2934..=0x2935 | 0x2B00..=0x2BFF | 0x3030 | 0x303D | 0x3297 | 0x3299
        | 0x1_F000..=0x1_FAFF)
}
