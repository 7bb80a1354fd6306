//! A mail for each link that is open, or opens later: what is shared, the link, until when, whose it is, whom to ask.

use crate::cli::args::links::MailLanguage;
use crate::link::LinkState;
use crate::locale::Locale;
use crate::model::site::Site;
use crate::theme::DEFAULT;
use crate::workspace::LinkStatus;

/// What a mail says in one language; `{…}` is filled in.
struct Words {
    code: &'static str,
    greeting: &'static str,
    shared: &'static str,
    until: &'static str,
    unlimited: &'static str,
    opens: &'static str,
    personal: &'static str,
    anyone: &'static str,
    ask: &'static str,
}

static ENGLISH: Words = Words {
    code: "en",
    greeting: "Hello,",
    shared: "{organisation} shares this with you: {title}",
    until: "The link is open until {instant}.",
    unlimited: "The link has no end.",
    opens: "The link does not open before {instant}.",
    personal: "The link is yours alone. Please do not pass it on: whoever has it can read everything behind it.",
    anyone: "Whoever has the link can read everything behind it: please pass it on with care.",
    ask: "Questions: {contact}",
};

static FRENCH: Words = Words {
    code: "fr",
    greeting: "Bonjour,",
    shared: "{organisation} vous communique\u{a0}: {title}",
    until: "Le lien est ouvert jusqu’au {instant}.",
    unlimited: "Le lien n’a pas de fin.",
    opens: "Le lien ne s’ouvre pas avant le {instant}.",
    personal: "Ce lien vous est personnel. Merci de ne pas le transmettre\u{a0}: quiconque le possède peut lire tout ce qu’il ouvre.",
    anyone: "Quiconque possède ce lien peut lire tout ce qu’il ouvre\u{a0}: merci de ne le transmettre qu’à bon escient.",
    ask: "Questions\u{a0}: {contact}",
};

/// One mail a link that is open or opens later, most exposed first; `To` names the recipient as the share's author does.
pub(super) fn letters(links: &[LinkStatus], site: &Site, language: MailLanguage) -> Vec<String> {
    let words = match language {
        MailLanguage::En => &ENGLISH,
        MailLanguage::Fr => &FRENCH,
    };
    let given = links.iter().filter(|link| link.state.is_to_be_read());
    given.map(|link| letter(link, site, words)).collect()
}

fn letter(link: &LinkStatus, site: &Site, words: &Words) -> String {
    let title = &one_line(link.share.title.get(words.code));
    let organisation = &one_line(site.organisation.get(words.code));
    let until = match link.share.expires {
        Some(end) => words.until.replace("{instant}", &locale(words.code).instant(end)),
        None => words.unlimited.to_owned(),
    };
    let whose = if link.recipient().is_some() { words.personal } else { words.anyone };
    let mut lines = Vec::new();
    if let Some(recipient) = link.recipient() {
        let name = link.label().unwrap_or(recipient.as_str());
        lines.push(format!("To: {}", one_line(name)));
    }
    lines.push(format!("Subject: {title}"));
    let shared = words.shared.replace("{organisation}", organisation).replace("{title}", title);
    let url = link.url();
    lines.extend(["", words.greeting, "", &shared, "", &url, ""].map(str::to_owned));
    if link.state == LinkState::Scheduled {
        lines.push(words.opens.replace("{instant}", &locale(words.code).instant(link.share.start())));
    }
    lines.extend([until, whose.to_owned()]);
    let contact = contact(site);
    if !contact.is_empty() {
        lines.extend([String::new(), words.ask.replace("{contact}", &contact)]);
    }
    lines.extend(["", organisation, ""].map(str::to_owned));
    lines.join("\n")
}

/// A line break in a title must not begin another line of the head.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whom a reader asks, as the site says it.
fn contact(site: &Site) -> String {
    let contact = &site.contact;
    let parts = [&contact.name, &contact.email, &contact.url].into_iter().filter(|part| !part.is_empty());
    parts.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The words for dates of the default theme: a mail is no page of the site's own.
fn locale(code: &str) -> Locale {
    let path = format!("locales/{code}.json");
    let text = DEFAULT.iter().find(|(of, _)| *of == path).map_or("{}", |(_, text)| text);
    Locale::from_json(text).expect("a test reads the locales of the default theme")
}
