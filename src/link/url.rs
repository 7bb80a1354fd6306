//! The addresses of links: written, with the token or without it, and read.

use crate::id::Id;
use crate::link::folder::Folder;

/// The URL of a folder. `base_url` ends in `/`.
#[must_use]
pub fn url(base_url: &str, folder: &Folder) -> String {
    format!("{base_url}s/{}/", folder.name())
}

/// The URL of a folder with its token hidden, for logs that others may read.
#[must_use]
pub fn masked_url(base_url: &str, folder: &Folder) -> String {
    format!("{base_url}s/{}/", folder.masked())
}

/// What a path leads to, if that lies in the folder of a link: the path of the site and that of the folder, both ending in
/// `/`.
#[must_use]
pub fn link_in(path: &str) -> Option<(String, String)> {
    let segments: Vec<_> = path.split('/').collect();
    let at = segments.windows(2).position(|pair| pair[0] == "s" && Folder::is_link(pair[1]))?;
    let base = format!("{}/", segments[..at].join("/"));
    let folder = format!("{base}s/{}/", segments[at + 1]);
    Some((base, folder))
}

/// The path of an item's page in its share's folder.
#[must_use]
pub fn item_path(register: &Id, item: &Id) -> String {
    format!("{register}/{item}.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written() {
        let folder = Folder::of_token(Some(4_102_441_199), &[0x0a; 20]);
        for base in ["/", "/registers/", "/s/"] {
            let link = url(base, &folder);
            for end in ["", "index.html", "hr/pay.html"] {
                assert_eq!(link_in(&format!("{link}{end}")), Some((base.to_owned(), link.clone())), "{base}");
            }
            assert_eq!(link_in(&masked_url(base, &folder)), None);
        }
        assert_eq!(masked_url("https://a.example/", &folder), "https://a.example/s/4102441199-…/");
        for other in ["", "/", "/s/", "/s/never-0a/", "/x/never-0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a/"] {
            assert_eq!(link_in(other), None, "{other}");
        }
    }
}
