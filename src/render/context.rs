//! What templates are given: one structure a page, nothing that the page does not show.

mod frame;
pub(crate) mod site;

use serde::Serialize;

use crate::export::FORMATS;
use crate::model::role::FieldRole;
use crate::render::Stamp;
use crate::render::layout::Layout;
use crate::render::names::INDEX;
use crate::render::view::{ListLine, SectionView, mark, reference};
use crate::select::{SharedItem, SharedRegister};
use crate::sign::{SIGNATURE, SUMS};
use frame::StampView;
pub(crate) use frame::{Frame, Language};

#[derive(Serialize)]
struct EntryView<'a> {
    href: String,
    lang: &'a str,
    #[serde(flatten)]
    line: &'a ListLine,
}

#[derive(Serialize)]
struct ItemOwn<'a> {
    register: RegisterLink<'a>,
    item: ItemView<'a>,
    summary: String,
    sections: Vec<SectionView>,
}

#[derive(Serialize)]
struct RegisterLink<'a> {
    title: &'a str,
    href: &'static str,
}

#[derive(Serialize)]
struct ItemView<'a> {
    title: &'a str,
    lang: &'a str,
    reference: String,
    mark: &'static str,
    mark_label: String,
}

#[derive(Serialize)]
struct RegisterOwn<'a> {
    register: RegisterView<'a>,
    /// The lines of its items, as HTML.
    entries: &'a str,
    exports: Vec<ExportView<'a>>,
}

#[derive(Serialize)]
struct RegisterView<'a> {
    title: &'a str,
    kind_label: &'a str,
    items_label: &'a str,
    items_none: &'a str,
    parties: String,
}

#[derive(Serialize)]
struct ShareOwn<'a> {
    registers: Vec<RegisterOnFront<'a>>,
    sums: &'static str,
    signature: &'static str,
    exports: Vec<ExportView<'a>>,
}

#[derive(Serialize)]
struct RegisterOnFront<'a> {
    title: &'a str,
    kind_label: &'a str,
    href: String,
    count: usize,
    count_text: String,
    /// The lines of its items, as HTML, where they stand on the front page.
    entries: String,
}

#[derive(Serialize)]
struct ExportView<'a> {
    href: &'static str,
    label: &'a str,
}

/// The context of an item's page.
pub(crate) fn item<'a>(
    frame: &'a Frame<'a>,
    register: &'a SharedRegister<'_>,
    item: &'a SharedItem,
    stamp: &Stamp,
) -> impl Serialize + 'a {
    let lang = frame.foreign(register);
    let layout = Layout {
        locale: frame.locale(),
        labels: &frame.language.labels,
        register: register.id(),
        kind: Some(item.kind()),
        title: item.title(),
        lang,
    };
    let (mark, mark_label) = mark(frame.locale(), item.status());
    frame.page(
        frame.stamp(stamp),
        ItemOwn {
            register: RegisterLink { title: register.title(frame.snapshot.lang()), href: INDEX },
            item: ItemView { title: item.title(), lang, reference: reference(item), mark, mark_label },
            summary: layout.summary(item),
            sections: layout.sections(item),
        },
        item.bearing(FieldRole::Preview).is_some(),
    )
}

/// The context of a register's page. It bears no stamp: one edit changes the item's page and the front page, and this
/// one only where it shows what was edited.
pub(crate) fn register<'a>(frame: &'a Frame<'a>, index: usize, entries: &'a str) -> impl Serialize + 'a {
    let register = &frame.snapshot.registers()[index];
    let title = register.title(frame.snapshot.lang());
    let lang = frame.foreign(register);
    let layout = Layout {
        locale: frame.locale(),
        labels: &frame.language.labels,
        register: register.id(),
        kind: None,
        title,
        lang,
    };
    let parties = layout.parties(register.parties());
    let stamp = StampView { date_text: String::new(), date: String::new(), hash: String::new() };
    frame.page(
        stamp,
        RegisterOwn {
            register: RegisterView {
                title: register.title(frame.snapshot.lang()),
                kind_label: frame.kind(register),
                items_label: frame.locale().say(register.kind().words("items")),
                items_none: frame.locale().say(register.kind().words("items_none")),
                parties,
            },
            entries,
            exports: forms(frame, Some(index)),
        },
        false,
    )
}

/// The context of a share's front page; `entries` has the lines of each register, as HTML.
pub(crate) fn share<'a>(frame: &'a Frame<'a>, entries: Vec<String>, stamp: &Stamp) -> impl Serialize + 'a {
    let registers =
        frame.snapshot.registers().iter().zip(entries).map(|(register, entries)| RegisterOnFront {
            title: register.title(frame.snapshot.lang()),
            kind_label: frame.kind(register),
            href: format!("{}/{INDEX}", register.id()),
            count: register.count(),
            count_text: match register.count() {
                0 => frame.locale().say(register.kind().words("items_none")).to_owned(),
                1 => frame.locale().fill(register.kind().words("items_one"), "n", "1"),
                count => frame.locale().fill(register.kind().words("items_many"), "n", &count.to_string()),
            },
            entries,
        });
    let own = ShareOwn {
        registers: registers.collect(),
        sums: SUMS,
        signature: SIGNATURE,
        exports: forms(frame, None),
    };
    frame.page(frame.stamp(stamp), own, false)
}

/// The forms of the share that a page offers, or of its `register`th register, beside which they lie.
fn forms<'a>(frame: &Frame<'a>, register: Option<usize>) -> Vec<ExportView<'a>> {
    let offered = FORMATS.iter().filter(|format| format.is_offered(frame.snapshot, register));
    offered
        .map(|format| ExportView { href: format.facts.file, label: frame.locale().say(format.facts.label) })
        .collect()
}

/// The lines of a list of items.
#[derive(Serialize)]
pub(crate) struct Entries<'a> {
    items: Vec<EntryView<'a>>,
}

impl<'a> Entries<'a> {
    /// The lines of items of `register` on a page from which `to` leads to their folder.
    pub(crate) fn of(
        frame: &Frame<'_>,
        register: &SharedRegister<'a>,
        to: &str,
        lines: impl Iterator<Item = &'a ListLine>,
    ) -> Self {
        let lang = frame.foreign(register);
        let entry = |line: &'a ListLine| EntryView { href: format!("{to}{}", line.file()), lang, line };
        Self { items: lines.map(entry).collect() }
    }
}
