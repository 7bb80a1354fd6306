//! What a field is to the program, whatever it is called: code asks for a field by its role, and never by its key.

/// The role of a field. Within the table of a kind, of a group or of registers, at most one row bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldRole {
    /// The author's own number or sign for the record.
    Reference,
    /// What it is, in the author's words: the text of a record that is written in Markdown.
    Description,
    /// When the record was written first.
    Created,
    /// When it was changed last.
    Updated,
    /// When it was reviewed last.
    Reviewed,
    /// When it is to be reviewed.
    ReviewDue,
    /// A picture of what it describes, with words for it.
    Preview,
    /// The words for those who do not see a picture.
    Alt,
    /// The file of a picture.
    Picture,
    /// Links to what a reader fetches.
    Fetched,
    /// Until when a result is kept.
    KeptUntil,
    /// The words that a link or licence is shown under.
    Title,
    /// A link.
    Url,
    /// How something is called where it is asked for or passed on.
    Name,
    /// A postal address.
    Address,
    /// An address for mail.
    Email,
    /// A telephone number.
    Phone,
    /// The controller of a register.
    Controller,
    /// The processor of a register.
    Processor,
    /// For which controllers a processor processes.
    OnBehalfOf,
    /// The purposes of a processing activity.
    Purposes,
    /// The legal basis of a purpose, GDPR Article 6(1).
    LegalBasis,
    /// The law or the interest behind a legal basis.
    LegalBasisDetail,
    /// The categories of processing that a processor carries out.
    Processing,
    /// Whose data is processed.
    DataSubjects,
    /// Which data is processed.
    Data,
    /// Special categories of data, and data on offences: GDPR, Articles 9 and 10.
    Special,
    /// Which of them.
    Category,
    /// The condition of Article 9(2) under which it is processed.
    Exception,
    /// Who receives data.
    Recipients,
    /// What a recipient is.
    RecipientType,
    /// The contract with a processor.
    Contract,
    /// Transfers to third countries.
    Transfers,
    /// The country of a transfer.
    Country,
    /// What allows a transfer.
    Safeguard,
    /// How long data is kept.
    Retention,
    /// How data is protected.
    Security,
    /// The impact assessment.
    Dpia,
    /// Which of the nine criteria of WP 248 are met.
    Criteria,
    /// When the impact was assessed.
    AssessedOn,
    /// Why no assessment is due.
    Exemption,
    /// Where on Earth.
    Bbox,
    /// When.
    Time,
    /// The first day of a time.
    Begin,
    /// The last day of a time.
    End,
    /// Whom to ask.
    Contacts,
    /// The licence.
    Licence,
    /// What must not be done with it.
    Limitations,
    /// Where a file lies inside an organisation.
    Path,
    /// The service that a job ran.
    Service,
    /// The version of it.
    Version,
    /// How a job stands.
    State,
    /// When a job began.
    Started,
    /// When it ended.
    Ended,
    /// What a job or a search was given.
    Parameters,
    /// What goes in.
    Inputs,
}
