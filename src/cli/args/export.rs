//! The arguments of `extrait export`.

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExportArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ExportCommand,
}

#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum ExportCommand {
    /// Lists the forms in which shares can be read by programs, by the names that `formats:` takes.
    List {
        /// Print a table, or one JSON document.
        #[arg(long, value_enum, default_value_t = ExportListFormat::Table)]
        format: ExportListFormat,
    },
}

/// How the list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum ExportListFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}
