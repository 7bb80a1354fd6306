//! A copy of a share: where it lies, what is met there, and why it is not read.

use crate::hash::Hash;
use crate::verify::budget::Budget;
use crate::verify::refusal::CopyRefusal;

/// Where a copy lies.
pub trait SignedCopy {
    /// The name of its folder, which its signature speaks of; `None` where the copy has another name than its link.
    fn name(&self) -> Option<&str>;
    /// The text of the public key that lies at the root of the site that the copy belongs to.
    fn public_key(&self, budget: &Budget) -> Result<String, CopyRefusal>;
    /// A file of at most `limit` bytes.
    fn read(&self, path: &str, limit: u64, budget: &Budget) -> Result<Vec<u8>, CopyRefusal>;
    /// The SHA-256 of a file of at most `limit` bytes.
    fn hash(&self, path: &str, limit: u64, budget: &Budget) -> Result<Hash, CopyRefusal>;
    /// Gives the path of everything that is no folder, in no order.
    fn walk(&self, budget: &Budget, take: &mut dyn FnMut(&str, Met)) -> Result<CopyListing, CopyRefusal>;
    /// What it means that neither sums nor a signature lie there.
    fn emptiness(&self) -> &'static str;
    /// What weakens whatever is found there.
    fn caution(&self) -> Option<&'static str> {
        None
    }
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// A plain file.
    File,
    /// A link, a pipe, a device, or a folder too deep to be looked into.
    Other,
}

/// Whether a place tells what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyListing {
    /// It has told all of it.
    Whole,
    /// It cannot be asked.
    Unknown,
}
