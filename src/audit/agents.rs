//! Programs that name themselves: those that fetch a page to show a preview of its link, those that collect pages, and tools.
//!
//! The table is of November 2026. Sources: what each operator's documentation says of its agent, and for tools what they
//! send unless told otherwise. An agent says of itself what it likes: the table tells honest ones apart.

/// What an agent is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Fetches a page because somebody posted its link, to show a preview.
    Preview,
    /// Collects pages, for a search engine, an archive or a model.
    Robot,
    /// A tool or library; a person or a program of theirs runs it.
    Script,
}

/// An agent of the table.
#[derive(Debug)]
pub struct Agent {
    /// In lower case, as part of what it says of itself.
    pub mark: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it is there for.
    pub class: Class,
}

const fn preview(mark: &'static str, name: &'static str) -> Agent {
    Agent { mark, name, class: Class::Preview }
}

const fn robot(mark: &'static str, name: &'static str) -> Agent {
    Agent { mark, name, class: Class::Robot }
}

const fn script(mark: &'static str, name: &'static str) -> Agent {
    Agent { mark, name, class: Class::Script }
}

/// When the table was last gone through.
pub const AS_OF: &str = "2026-11";

/// The agents; the first row whose mark is found counts, so that what is more particular stands first.
pub static AGENTS: &[Agent] = &[
    preview("slackbot", "Slack"),
    preview("slack-imgproxy", "Slack"),
    preview("facebookexternalhit", "Facebook"),
    preview("facebookcatalog", "Facebook"),
    preview("twitterbot", "X (Twitter)"),
    preview("linkedinbot", "LinkedIn"),
    preview("whatsapp", "WhatsApp"),
    preview("discordbot", "Discord"),
    preview("telegrambot", "Telegram"),
    preview("skypeuripreview", "Skype, Teams"),
    preview("microsoftpreview", "Microsoft preview"),
    preview("microsoft office", "Microsoft Office"),
    preview("ms-office", "Microsoft Office"),
    preview("google-pagerenderer", "Google preview"),
    preview("google-read-aloud", "Google preview"),
    preview("mattermost", "Mattermost"),
    preview("rocket.chat", "Rocket.Chat"),
    preview("synapse (bot; matrix", "Matrix"),
    preview("synapse/", "Matrix"),
    preview("signal-desktop", "Signal"),
    preview("viber", "Viber"),
    preview("line-poker", "LINE"),
    preview("redditbot", "Reddit"),
    preview("pinterest", "Pinterest"),
    preview("mastodon/", "Mastodon"),
    preview("bluesky", "Bluesky"),
    preview("iframely", "Iframely"),
    preview("embedly", "Embedly"),
    preview("notion", "Notion"),
    preview("trello", "Trello"),
    preview("zoombot", "Zoom"),
    preview("outlook", "Outlook"),
    robot("google-extended", "Google-Extended"),
    robot("google-inspectiontool", "Google-InspectionTool"),
    robot("adsbot-google", "AdsBot-Google"),
    robot("apis-google", "APIs-Google"),
    robot("feedfetcher-google", "Feedfetcher-Google"),
    robot("google-site-verification", "Google-Site-Verification"),
    robot("googleother", "GoogleOther"),
    robot("googlebot", "Googlebot"),
    robot("bingbot", "bingbot"),
    robot("adidxbot", "bingbot"),
    robot("bingpreview", "BingPreview"),
    robot("duckduckbot", "DuckDuckBot"),
    robot("duckassistbot", "DuckAssistBot"),
    robot("yandex", "Yandex"),
    robot("baiduspider", "Baiduspider"),
    robot("applebot", "Applebot"),
    robot("qwant", "Qwant"),
    robot("petalbot", "PetalBot"),
    robot("slurp", "Yahoo! Slurp"),
    robot("seznambot", "SeznamBot"),
    robot("gptbot", "GPTBot"),
    robot("oai-searchbot", "OAI-SearchBot"),
    robot("chatgpt-user", "ChatGPT-User"),
    robot("claudebot", "ClaudeBot"),
    robot("claude-user", "Claude-User"),
    robot("claude-searchbot", "Claude-SearchBot"),
    robot("anthropic-ai", "anthropic-ai"),
    robot("perplexity", "Perplexity"),
    robot("mistralai", "MistralAI"),
    robot("meta-external", "Meta-ExternalAgent"),
    robot("amazonbot", "Amazonbot"),
    robot("bytespider", "Bytespider"),
    robot("ccbot", "CCBot"),
    robot("cohere-ai", "Cohere"),
    robot("ahrefs", "AhrefsBot"),
    robot("semrush", "SemrushBot"),
    robot("mj12bot", "MJ12bot"),
    robot("dotbot", "DotBot"),
    robot("dataforseo", "DataForSeoBot"),
    robot("ia_archiver", "Internet Archive"),
    robot("archive.org_bot", "Internet Archive"),
    robot("censys", "Censys"),
    robot("expanse", "Palo Alto Expanse"),
    robot("zgrab", "zgrab"),
    robot("nmap", "nmap"),
    robot("nuclei", "Nuclei"),
    robot("urlscan", "urlscan.io"),
    robot("virustotal", "VirusTotal"),
    script("extrait/", "extrait"),
    script("extrait-doctor/", "extrait doctor"),
    script("extrait-verify/", "extrait verify"),
    script("curl/", "curl"),
    script("wget", "Wget"),
    script("python-requests", "python-requests"),
    script("python-urllib", "Python urllib"),
    script("python-httpx", "httpx"),
    script("aiohttp", "aiohttp"),
    script("scrapy", "Scrapy"),
    script("go-http-client", "Go"),
    script("okhttp", "okhttp"),
    script("apache-httpclient", "Java"),
    script("java/", "Java"),
    script("node-fetch", "Node.js"),
    script("undici", "Node.js"),
    script("axios", "Node.js"),
    script("libwww-perl", "Perl"),
    script("guzzle", "PHP"),
    script("reqwest", "Rust"),
    script("ureq", "Rust"),
    script("powershell", "PowerShell"),
    script("postman", "Postman"),
    script("httpie", "HTTPie"),
    script("headlesschrome", "headless Chrome"),
    script("feature manipulation engine", "FME"),
    script("qgis", "QGIS"),
    robot("bot", "another robot"),
    robot("crawl", "another robot"),
    robot("spider", "another robot"),
    robot("scanner", "another robot"),
];

/// As much of an agent as is looked at, in bytes.
const MOST: usize = 512;

/// Which row an agent is in; `None` for browsers, for what is not in the table, and for who says nothing.
#[must_use]
pub fn find(agent: &[u8]) -> Option<usize> {
    let mut lower = [0; MOST];
    let length = agent.len().min(MOST);
    lower[..length].copy_from_slice(&agent[..length]);
    let lower = &mut lower[..length];
    lower.make_ascii_lowercase();
    AGENTS.iter().position(|row| memchr::memmem::find(lower, row.mark.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_what() {
        let check = |agent: &str, expected: Option<(&str, Class)>| {
            let found = find(agent.as_bytes()).map(|row| (AGENTS[row].name, AGENTS[row].class));
            assert_eq!(found, expected, "{agent}");
        };
        check("", None);
        check("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", None);
        check("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", Some(("Slack", Class::Preview)));
        check(
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
            Some(("Skype, Teams", Class::Preview)),
        );
        check(
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            Some(("Googlebot", Class::Robot)),
        );
        check("Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)", Some(("GPTBot", Class::Robot)));
        check("curl/8.5.0", Some(("curl", Class::Script)));
        check("Python-urllib/3.13", Some(("Python urllib", Class::Script)));
        check("SomeNewBot/1.0", Some(("another robot", Class::Robot)));
        check(&format!("{}bot", "x".repeat(MOST)), None);
    }

    #[test]
    fn marks_can_be_found() {
        for row in AGENTS {
            assert_eq!(row.mark, row.mark.to_ascii_lowercase());
            assert!(find(row.mark.as_bytes()).is_some());
        }
    }
}
