//! Records that nobody has looked at for long.

use chrono::{Months, NaiveDate};

use crate::diag::codes::REVIEW_OVERDUE;
use crate::model::finding::Finding;
use crate::model::site::ReviewWithin;
use crate::validate::subject::Subject;

/// A treatment whose review is due, or that was last touched too long ago.
pub(crate) fn search(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.item.kind.key != "treatment" {
        return;
    }
    let life = &subject.item.facts.life;
    let months = match subject.site.map(|site| site.review_within).unwrap_or_default() {
        ReviewWithin::Months(months) => months,
        ReviewWithin::Never => u32::MAX,
    };
    let stale = |(day, _): &(NaiveDate, _)| {
        // What no calendar can hold is never over.
        day.checked_add_months(Months::new(months)).is_some_and(|end| end < subject.today)
    };
    if let Some((day, span)) = life.review_due.filter(|(day, _)| *day < subject.today) {
        findings.push(Finding::new(&REVIEW_OVERDUE, span, format!("was to be reviewed by {day}")));
    } else if let Some((day, span)) = life.touched.filter(stale) {
        let words = format!("was last looked at on {day}, more than {months} months ago");
        findings.push(Finding::new(&REVIEW_OVERDUE, span, words));
    }
}
