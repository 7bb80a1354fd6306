//! What was seen: the answers, by question.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::doctor::probe::Probe;
use crate::doctor::target::ProbeTarget;
use crate::host::{Host, calling_itself, is_clockless};
use crate::remote::{Headers, RemoteError, Response};

/// All that a host answered.
#[derive(Debug)]
pub struct Observations {
    /// What was examined.
    pub target: ProbeTarget,
    answers: BTreeMap<Probe, Observed>,
}

/// One answer, or none.
#[derive(Debug)]
pub(super) struct Observed {
    /// This machine's clock when the question was asked.
    pub(super) at: DateTime<Utc>,
    /// What came.
    pub(super) answer: Result<Response, RemoteError>,
}

impl Observations {
    /// Of `target`, nothing yet.
    #[must_use]
    pub fn new(target: ProbeTarget) -> Self {
        Self { target, answers: BTreeMap::new() }
    }

    /// Notes the answer to a question asked at `at`.
    pub fn note(&mut self, probe: Probe, at: DateTime<Utc>, answer: Result<Response, RemoteError>) {
        self.answers.insert(probe, Observed { at, answer });
    }

    /// How many questions were asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.answers.len()
    }

    /// How many questions have no answer.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.failures().count()
    }

    pub(super) fn failures(&self) -> impl Iterator<Item = &RemoteError> {
        // Nobody need listen for plain http.
        let asked = self.answers.iter().filter(|(probe, _)| **probe != Probe::Plain);
        asked.filter_map(|(_, observed)| observed.answer.as_ref().err())
    }

    pub(super) fn observed(&self, probe: Probe) -> Option<&Observed> {
        self.answers.get(&probe)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Probe, &Response)> {
        self.answers.iter().filter_map(|(probe, observed)| Some((*probe, observed.answer.as_ref().ok()?)))
    }

    pub(super) fn response(&self, probe: Probe) -> Option<&Response> {
        self.observed(probe)?.answer.as_ref().ok()
    }

    pub(super) fn headers(&self, probe: Probe) -> Option<&Headers> {
        self.response(probe).map(|response| &response.head.headers)
    }

    /// The status of an answer; `None` where none came.
    pub(super) fn status(&self, probe: Probe) -> Option<u16> {
        self.response(probe).map(|response| response.head.status)
    }

    /// The start of a body, as text.
    pub(super) fn text(&self, probe: Probe) -> String {
        self.response(probe)
            .map_or(String::new(), |response| String::from_utf8_lossy(&response.body).into_owned())
    }

    /// How many seconds the host's clock is ahead of this machine's, as far as `Date` tells.
    pub(super) fn skew(&self) -> Option<i64> {
        let observed = self.observed(Probe::CanaryFresh)?;
        let headers = &observed.answer.as_ref().ok()?.head.headers;
        // What comes from a cache bears the date at which it was put there.
        if headers.first("age").is_some() {
            return None;
        }
        Some((headers.date()? - observed.at).num_seconds())
    }

    /// Whether the host answers 200 to everything.
    pub(super) fn answers_everything(&self) -> bool {
        self.status(Probe::Nowhere) == Some(200)
    }

    /// The name of the rules for this host: of those that the site names the one as which the host calls itself, else one that
    /// ends shares on time; else as the host calls itself.
    fn rules(&self) -> Option<&str> {
        let server = self.all().find_map(|(_, response)| response.head.headers.first("server"));
        let itself = server.and_then(calling_itself).map(Host::name);
        let named = || self.target.hosts.iter().map(String::as_str);
        let on_time = || named().filter(|name| !is_clockless([*name]));
        let as_named = on_time().find(|name| itself.is_some_and(|itself| name.starts_with(itself)));
        as_named.or_else(|| on_time().next()).or_else(|| named().next()).or(itself)
    }

    /// How to install the rules.
    pub(super) fn install(&self) -> String {
        match self.rules() {
            Some("apache") => {
                "install the rules: `extrait host show apache`, or `extrait host show apache-htaccess` \
                               where only the site's folder is yours"
                    .to_owned()
            }
            Some(name) if is_clockless([name]) => format!(
                "`{name}` has no clock: a share ends there with the next build, which `extrait init --ci` schedules; \
                 `extrait host list` names hosts that end shares on time"
            ),
            Some(name) => format!("install the rules: `extrait host show {name}`"),
            None => "install the rules of your server: `extrait host list` names them".to_owned(),
        }
    }
}

/// A status as it is told.
pub(super) fn told(status: Option<u16>) -> String {
    status.map_or("no answer".to_owned(), |status| status.to_string())
}
