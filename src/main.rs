//! The binary: everything is in the library.

/// Two threads that render pages allocate much and at once: this allocator takes a sixth of the time off a cold build
/// (`docs/benchmarks.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    extrait::cli::run()
}
