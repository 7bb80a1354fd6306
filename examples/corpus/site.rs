//! The site around the records: `site.yaml`, one group, one register, one share or many of the same register.

#![expect(clippy::disallowed_methods, reason = "writing a site is what this is for")]

mod body;
mod chance;
mod record;
mod words;

use std::fs;
use std::io;
use std::path::Path;

const SITE: &str = "\
id: corpus
title: {en: Benchmark register, fr: Registre d’essai}
organisation: {en: Invented organisation, fr: Organisation inventée}
contact: {name: Délégué à la protection des données, email: dpo@example.org, url: https://example.org/rgpd}
base_url: https://registers.example.org/
languages: [fr, en]
warnings: {review_within: never}
";

const GROUPS: &str = "groups:\n  - {id: dpo, title: Protection des données}\n";

const REGISTER: &str = "\
kind: controller
title: {en: Processing activities, fr: Activités de traitement}
language: fr
group: dpo
controller:
  name: Organisation inventée
  address: 1, rue de l’Été, 75000 Paris
  email: contact@example.org
dpo:
  name: Délégué à la protection des données
  email: dpo@example.org
";

/// The register's folder, from the site's.
pub(crate) const REGISTER_FOLDER: &str = "content/registers/processing";

/// Writes a site of `records` records, numbered from 1, and of `shares` shares into an empty or new folder.
pub(crate) fn write(folder: &Path, records: usize, shares: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    if fs::read_dir(folder)?.next().is_some() {
        return Err(io::Error::other("the folder is not empty"));
    }
    let register = folder.join(REGISTER_FOLDER);
    fs::create_dir_all(&register)?;
    fs::create_dir_all(folder.join("content/shares"))?;
    fs::write(folder.join("site.yaml"), SITE)?;
    fs::write(folder.join("content/groups.yaml"), GROUPS)?;
    fs::write(register.join("register.yaml"), REGISTER)?;
    for number in 1..=records {
        fs::write(register.join(format!("{}.md", record::id(number))), record::text(number))?;
    }
    for number in 1..=shares {
        fs::write(folder.join(format!("content/shares/share-{number:02}.yaml")), share(number))?;
    }
    Ok(())
}

/// A share of the whole register. Its end is far, so that no clock has anything to warn of.
fn share(number: usize) -> String {
    format!(
        "title: {{en: 'Extract {number}', fr: 'Extrait n° {number}'}}\n\
         note: {{en: 'For recipient {number}', fr: 'À l’intention du destinataire {number}'}}\n\
         created: 2026-01-05T09:00:00+01:00\n\
         expires: 2099-12-31T23:59:59+01:00\n\
         include: [processing]\n\
         profile: full\n\
         lang: fr\n"
    )
}
