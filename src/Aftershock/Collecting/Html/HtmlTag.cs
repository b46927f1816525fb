using System.Collections.Frozen;

namespace Aftershock.Collecting.Html;

/// <summary>The elements that matter to structure or text; every other one is <see cref="Other"/>.</summary>
internal enum HtmlTag : byte
{
    Other,

    // Inline, and of no structure.
    A, Abbr, B, Big, Cite, Code, Em, Font, I, S, Small, Span, Strike, Strong, Sub, Sup, Time, Tt, U, Label, Del, Ins,

    // Without content.
    Area, Base, Br, Col, Embed, Form, Hr, Img, Input, Link, Meta, Param, Source, Track, Wbr,

    // Content that is no markup.
    Iframe, NoEmbed, NoFrames, Script, Style, TextArea, Title, Xmp,

    // Blocks.
    Address, Article, Aside, BlockQuote, Body, Button, Caption, Center, Dd, Details, Dir, Div, Dl, Dt, FieldSet, FigCaption, Figure, Footer,
    H1, H2, H3, H4, H5, H6, Head, Header, Html, Legend, Li, Main, Menu, Nav, NoScript, Object, Ol, OptGroup, Option, P, Pre, Section, Select,
    Summary, Table, TBody, Td, Template, TFoot, Th, THead, Tr, Ul,
}

/// <summary>What an element's name says about the tree.</summary>
internal static class HtmlTags
{
    private static readonly FrozenDictionary<string, HtmlTag>.AlternateLookup<ReadOnlySpan<char>> s_tags =
        Enum.GetValues<HtmlTag>().ToFrozenDictionary(t => t.ToString(), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static HtmlTag Of(ReadOnlySpan<char> name) => s_tags.TryGetValue(name, out var tag) ? tag : HtmlTag.Other;

    /// <summary>Forms are taken as empty: they often stand across the cells of a table, where a browser gives them no content.</summary>
    public static bool IsEmpty(HtmlTag tag) => tag is >= HtmlTag.Area and <= HtmlTag.Wbr;

    /// <summary>Up to its end tag, everything is text.</summary>
    public static bool IsRaw(HtmlTag tag) => tag is >= HtmlTag.Iframe and <= HtmlTag.Xmp;

    /// <summary>Text in it that a reader never sees.</summary>
    public static bool IsUnseen(HtmlTag tag) => tag is HtmlTag.Script or HtmlTag.Style or HtmlTag.Template or HtmlTag.Iframe or HtmlTag.NoEmbed or HtmlTag.NoFrames;

    public static bool IsBlock(HtmlTag tag) => tag >= HtmlTag.Address;

    /// <summary>A start tag of these ends an open paragraph.</summary>
    public static bool EndsParagraph(HtmlTag tag) => tag is HtmlTag.Hr
        || (IsBlock(tag) && tag is not (HtmlTag.Button or HtmlTag.Caption or HtmlTag.Legend or HtmlTag.NoScript or HtmlTag.Object or HtmlTag.OptGroup or HtmlTag.Option
            or HtmlTag.Select or HtmlTag.TBody or HtmlTag.Td or HtmlTag.Template or HtmlTag.TFoot or HtmlTag.Th or HtmlTag.THead or HtmlTag.Tr));

    public static bool IsCell(HtmlTag tag) => tag is HtmlTag.Td or HtmlTag.Th;

    public static bool IsRowGroup(HtmlTag tag) => tag is HtmlTag.TBody or HtmlTag.THead or HtmlTag.TFoot;

    /// <summary>Part of a table: its end tag reaches out of a cell, but never out of its table.</summary>
    public static bool IsTablePart(HtmlTag tag) => IsCell(tag) || IsRowGroup(tag) || tag is HtmlTag.Tr or HtmlTag.Caption;
}
