//! Records that nobody has looked at for long.

use chrono::{Months, NaiveDate};

use crate::diag::codes::REVIEW_OVERDUE;
use crate::model::finding::Finding;
use crate::validate::rules::Subject;

/// A treatment whose review is due, or that was last touched too long ago.
pub(crate) fn search(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.item.kind.key != "treatment" {
        return;
    }
    let life = subject.item.facts.life;
    let months = subject.site.and_then(|site| site.review_within);
    let stale = |(day, _): &(NaiveDate, _)| {
        let end = months.and_then(|months| day.checked_add_months(Months::new(months)));
        end.is_some_and(|end| end < subject.today)
    };
    if let Some((day, span)) = life.review_due.filter(|(day, _)| *day < subject.today) {
        findings.push(Finding::new(&REVIEW_OVERDUE, span, format!("was to be reviewed by {day}")));
    } else if let Some((day, span)) = life.touched.filter(stale) {
        let months = months.unwrap_or_default();
        let words = format!("was last looked at on {day}, more than {months} months ago");
        findings.push(Finding::new(&REVIEW_OVERDUE, span, words));
    }
}
