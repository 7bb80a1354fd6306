//! A build with everything at hand: what is published, what is closed, and in which order.

use std::path::{Path, PathBuf};

use crate::diag::codes::FOREIGN_FILE;
use crate::diag::{Diagnostic, Place, Problems};
use crate::keys::LinkKey;
use crate::ledger::Ledger;
use crate::load::state::StateFolder;
use crate::pipeline::{self, BuildError, Built, Clues, Options, Prepared, Signer};
use crate::publish::{FolderIndex, PublishError, Target};
use crate::workspace::absence::{self, KnownShares};
use crate::workspace::build::note_refused;
use crate::workspace::build_report::Done;
use crate::workspace::opened::OpenedSite;
use crate::workspace::{BuildEnd, BuildOptions, BuildStep, Halt, Workspace};

/// What a build works with.
pub(super) struct Publishing<'a> {
    pub(super) site: &'a Workspace,
    pub(super) options: &'a BuildOptions<'a>,
    pub(super) state: StateFolder,
    pub(super) output: PathBuf,
    pub(super) key: Option<LinkKey>,
    pub(super) signer: Option<Signer>,
    pub(super) target: Target,
}

impl Publishing<'_> {
    /// The folder of the site's state.
    pub(super) fn state(&self) -> &Path {
        self.state.folder()
    }

    /// Publishes, or closes where errors stand in the way.
    pub(super) fn build(&self, opened: &mut OpenedSite, known: &KnownShares) -> Result<Done, PublishError> {
        let gone = absence::gone(&FolderIndex::read(self.state()), known, opened);
        let prepared = &opened.prepared;
        let keys = self.key.as_ref().zip(self.signer.as_ref());
        let ready = prepared.project.as_ref().zip(prepared.theme.as_ref()).zip(keys);
        let Some(((project, theme), (key, signer))) = ready.filter(|_| !prepared.problems.has_errors())
        else {
            return Ok(self.prune(opened, Done::of(BuildEnd::Withheld)));
        };
        self.close(opened)?;
        let pages = project.registers().iter().map(|register| register.items.len()).sum::<usize>();
        let step = self.options.step;
        step(BuildStep::Pages(pages * project.shares().len()));
        let options = Options {
            now: opened.now,
            signer,
            allow_empty: self.options.allow_empty,
            inputs: &opened.inputs,
            cache: &opened.cache,
            scratch: self.state(),
            stage: &|stage| step(BuildStep::Stage(stage)),
            progress: &|done| step(BuildStep::Done(done)),
        };
        let outcome = pipeline::build(project, theme, key, &self.target, &options);
        step(BuildStep::PagesEnd);
        let halted = |halt| Done { halt: Some(halt), ..Done::of(BuildEnd::Unfinished) };
        Ok(match outcome {
            Ok(built) => {
                opened.prepared.problems.extend(gone);
                note_foreign(opened, &built);
                note_refused(opened, built.refused.clone());
                Done { built, ..Done::of(BuildEnd::Published) }
            }
            Err(BuildError::Machine(error)) => halted(error.into()),
            Err(BuildError::Unread(error)) => halted(error.into()),
            Err(BuildError::Form(error)) => halted(error.into()),
            Err(BuildError::Author(problems)) => {
                opened.prepared.problems.append(problems);
                self.prune(opened, Done::of(BuildEnd::Withheld))
            }
        })
    }

    /// Closing never waits for correctness. What stopped it comes before what `done` says of an earlier stop.
    pub(super) fn prune(&self, opened: &mut OpenedSite, done: Done) -> Done {
        let closed = self.close(opened).and_then(|()| self.withdraw(opened));
        // What was closed stays closed, whatever happens to the machine.
        let closed = closed.and_then(|()| self.target.settle());
        Done { halt: closed.err().map(Halt::Publish).or(done.halt), ..done }
    }

    /// Where errors stop the build, removes shares that show what their items' own files have narrowed since.
    fn withdraw(&self, opened: &mut OpenedSite) -> Result<(), PublishError> {
        if !opened.prepared.problems.has_errors() {
            return Ok(());
        }
        let ledger = self.ledger();
        let clues = self.clues(&opened.prepared, ledger.as_ref());
        let mut problems = Problems::default();
        let done =
            pipeline::withdraw(&opened.inputs, &clues, &self.target, opened.now.timestamp(), &mut problems);
        opened.prepared.problems.append(problems);
        done
    }

    /// A ledger that cannot be read tells nothing, and keeps nothing open that something else tells.
    pub(super) fn ledger(&self) -> Option<Ledger> {
        crate::ledger::read(&self.site.root).ok().flatten()
    }

    fn clues<'a>(&'a self, prepared: &'a Prepared, ledger: Option<&'a Ledger>) -> Clues<'a> {
        let identity = prepared.site_id.as_ref().zip(self.key.as_ref());
        Clues { state: self.state(), ledger, identity, shares: &prepared.shares }
    }

    fn close(&self, opened: &OpenedSite) -> Result<(), PublishError> {
        let prepared = &opened.prepared;
        let ledger = if prepared.closing.is_empty() { None } else { self.ledger() };
        let clues = self.clues(prepared, ledger.as_ref());
        pipeline::prune(&prepared.closing, &clues, &self.target, opened.now)
    }
}

fn note_foreign(opened: &mut OpenedSite, built: &Built) {
    if built.foreign.is_empty() {
        return;
    }
    let message = format!("left alone in the output: {}", built.foreign.join(", "));
    opened.prepared.problems.push(
        Diagnostic::new(&FOREIGN_FILE, Place::Elsewhere, message)
            .help("extrait did not write this and does not remove it"),
    );
}
