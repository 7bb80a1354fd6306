//! Metadata records that nobody of this project wrote, where they are at hand: ISO 19139 of a mapping agency. The tool reads
//! no XML, so their facts are put into records here. PDF, RDF and STAC beside them are nothing that a record is made of.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::complaints;
use crate::support::{Lacks, Site, skipped};

#[test]
fn what_the_rules_say_of_real_metadata() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/iso19139");
    let Ok(entries) = fs::read_dir(&folder) else {
        return skipped(Lacks::Material, "../shared/data/iso19139 is not here");
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    let site = Site::bare();
    site.write("content/registers/maps/register.yaml", "kind: catalogue\ntitle: Maps\n");
    for (number, path) in paths.iter().enumerate() {
        let record = record(&fs::read_to_string(path).unwrap());
        site.write(&format!("content/registers/maps/sheet-{number}.yaml"), &record.to_string());
    }
    let days = "created: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z";
    site.write("content/shares/share.yaml", &format!("title: S\n{days}\ninclude: [maps]\nprofile: public\n"));
    let mut counts = BTreeMap::new();
    for complaint in complaints(&site) {
        *counts.entry(complaint["code"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    // Each links to the agency's website over http, without a word on what the link is for.
    let expected = [("insecure-link", 14)];
    assert_eq!(paths.len(), 14, "the records were not found");
    assert_eq!(counts, expected.map(|(code, number): (&str, i32)| (code.to_owned(), number)).into());
}

/// The facts of a record that rules ask for.
fn record(xml: &str) -> Json {
    let identification = inside(xml, "gmd:identificationInfo").unwrap();
    let text = |element: &str| inside(identification, element).and_then(string).unwrap_or_default();
    let party = inside(identification, "gmd:pointOfContact").unwrap();
    let role = party.split("codeListValue=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let degrees = ["west", "south", "east", "north"].map(|side| {
        let axis = if side == "west" || side == "east" { "Longitude" } else { "Latitude" };
        let bound = inside(identification, &format!("gmd:{side}Bound{axis}")).unwrap();
        inside(bound, "gco:Decimal").unwrap().parse::<f64>().unwrap()
    });
    let links = xml.split("<gmd:URL>").skip(1).map(|rest| rest.split('<').next().unwrap());
    let links: Vec<_> = links.filter(|link| link.starts_with("http")).collect();
    json!({
        "title": text("gmd:title"),
        "status": "published",
        "type": "raster",
        "description": text("gmd:abstract"),
        "bbox": degrees,
        "contacts": [{
            "name": inside(party, "gmd:organisationName").and_then(string).unwrap(),
            "email": inside(party, "gmd:electronicMailAddress").and_then(string).unwrap(),
            "role": role,
        }],
        "limitations": [text("gmd:useLimitation"), text("gmd:otherConstraints")],
        "lineage": inside(xml, "gmd:statement").and_then(string).unwrap_or("-"),
        "links": links,
    })
}

/// What stands in the first element of this name.
fn inside<'a>(xml: &'a str, element: &str) -> Option<&'a str> {
    let rest = xml.split_once(&format!("<{element}>"))?.1;
    Some(rest.split_once(&format!("</{element}>"))?.0)
}

fn string(xml: &str) -> Option<&str> {
    inside(xml, "gco:CharacterString")
}
