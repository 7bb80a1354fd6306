//! A record that is checked against the day, the site and the shares.

use chrono::NaiveDate;

use crate::model::item::{Item, Status};
use crate::model::share::Share;
use crate::model::site::Site;
use crate::validate::countries::Countries;

/// A record that is checked, and what its checks may ask.
pub(crate) struct Subject<'a> {
    pub item: &'a Item,
    /// The open shares that hold it.
    pub shares: &'a [&'a Share],
    pub site: Option<&'a Site>,
    pub countries: &'a Countries,
    pub today: NaiveDate,
}

impl Subject<'_> {
    /// Whether it is released: checked in its own right.
    pub(crate) fn is_published(&self) -> bool {
        self.item.status == Status::Published
    }
}
