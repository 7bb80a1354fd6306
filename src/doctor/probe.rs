//! The questions: a fixed, small number of them, in the order in which they are asked.

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Probe {
    /// The share that ended in 2001.
    Canary,
    /// A link that nobody has and that ends so many seconds after the question.
    Link(i64),
    /// A link that nobody has and that ends in two seconds.
    Soon,
    /// The same when it has ended, as the host sees it: whoever kept the first answer gives it again.
    SoonAgain,
    /// A link that nobody has and that never ends.
    Endless,
    /// The share that ended in 2001, once more.
    CanaryAgain,
    /// The same past every cache.
    CanaryFresh,
    /// The same by the name of its page.
    CanaryPage,
    /// A file that it might hold: it is closed whether it is there or not.
    CanaryFile,
    /// Its page, with the folder of all links in capitals.
    CanaryCapital,
    /// Below `s/`, but not of the shape of a link.
    Shape,
    /// The folder of all links.
    Folder,
    /// The folder of all assets.
    Assets,
    /// The page that says that there is no list, asked for a page of another site.
    Index,
    /// The same once more.
    IndexAgain,
    /// The front page.
    Front,
    /// What no site has.
    Nowhere,
    /// Apache's own file.
    Htaccess,
    /// A file that belongs to the author, by its row among `SOURCES`.
    Source(usize),
    /// The front page, in plain http.
    Plain,
    /// The link that was named.
    Named,
}

/// Files that belong to the author and to nobody else.
pub(super) const SOURCES: [&str; 4] =
    [".extrait/manifest.json", "shares.ledger.jsonl", "site.yaml", ".git/HEAD"];

/// How far from now the links that nobody has end: within the time that clocks differ, an hour, and more than any time
/// zone is from any other that a server is likely to be in.
pub(super) const OFFSETS: [i64; 6] = [-14 * 3600, -3600, -60, 60, 3600, 14 * 3600];

/// Every question, in the order in which they are asked: first whether anybody is there, then what depends on the time.
pub const PROBES: [Probe; 29] = [
    Probe::Canary,
    Probe::Soon,
    Probe::Link(OFFSETS[0]),
    Probe::Link(OFFSETS[1]),
    Probe::Link(OFFSETS[2]),
    Probe::Link(OFFSETS[3]),
    Probe::Link(OFFSETS[4]),
    Probe::Link(OFFSETS[5]),
    Probe::Endless,
    Probe::CanaryAgain,
    Probe::CanaryFresh,
    Probe::CanaryPage,
    Probe::CanaryFile,
    Probe::CanaryCapital,
    Probe::Shape,
    Probe::Folder,
    Probe::Assets,
    Probe::Index,
    Probe::IndexAgain,
    Probe::Front,
    Probe::Nowhere,
    Probe::Htaccess,
    Probe::Source(0),
    Probe::Source(1),
    Probe::Source(2),
    Probe::Source(3),
    Probe::Plain,
    Probe::Named,
    Probe::SoonAgain,
];
