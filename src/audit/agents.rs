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
    /// Asks whether the host does what it should: `doctor`, `verify`, and services that watch over hosts.
    Check,
}

/// An agent of the table.
#[derive(Debug)]
pub struct Agent {
    /// In lower case, as part of what it says of itself.
    pub needle: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it is there for.
    pub class: Class,
}

const fn preview(needle: &'static str, name: &'static str) -> Agent {
    Agent { needle, name, class: Class::Preview }
}

const fn robot(needle: &'static str, name: &'static str) -> Agent {
    Agent { needle, name, class: Class::Robot }
}

const fn script(needle: &'static str, name: &'static str) -> Agent {
    Agent { needle, name, class: Class::Script }
}

const fn check(needle: &'static str, name: &'static str) -> Agent {
    Agent { needle, name, class: Class::Check }
}

/// What `doctor` calls itself. It asks for links that nobody has.
const DOCTOR: &str = "extrait-doctor/";

/// When the table was last gone through.
pub const AS_OF: &str = "2026-11";

/// The agents; the first row whose needle is found counts, so that what is more particular stands first.
pub static AGENTS: &[Agent] = &[
    check(DOCTOR, "extrait doctor"),
    check("extrait-verify/", "extrait verify"),
    check("uptimerobot", "UptimeRobot"),
    check("uptime-kuma", "Uptime Kuma"),
    check("better uptime", "Better Stack"),
    check("better stack", "Better Stack"),
    check("pingdom", "Pingdom"),
    check("statuscake", "StatusCake"),
    check("site24x7", "Site24x7"),
    check("freshping", "Freshping"),
    check("hetrixtools", "HetrixTools"),
    check("updown.io", "updown.io"),
    check("checkly", "Checkly"),
    check("ohdear", "Oh Dear"),
    check("newrelicpinger", "New Relic"),
    check("datadogsynthetics", "Datadog"),
    check("datadog/synthetics", "Datadog"),
    check("catchpoint", "Catchpoint"),
    check("dotcom-monitor", "Dotcom-Monitor"),
    check("check_http", "Nagios"),
    check("nagios", "Nagios"),
    check("icinga", "Icinga"),
    check("zabbix", "Zabbix"),
    check("monit/", "Monit"),
    check("blackbox exporter", "Prometheus"),
    check("blackbox-exporter", "Prometheus"),
    check("gatus/", "Gatus"),
    check("kube-probe", "Kubernetes"),
    check("consul health check", "Consul"),
    check("googlehc", "Google Cloud"),
    check("googlestackdrivermonitoring", "Google Cloud"),
    check("elb-healthchecker", "AWS load balancer"),
    check("amazon-route53-health-check", "AWS Route 53"),
    check("cloudwatchsynthetics", "AWS CloudWatch"),
    check("cloudflare-healthchecks", "Cloudflare"),
    check("edge health probe", "Azure Front Door"),
    check("azure traffic manager", "Azure Traffic Manager"),
    check("alwayson", "Azure App Service"),
    check("digitalocean uptime", "DigitalOcean"),
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
    AGENTS.iter().position(|row| memchr::memmem::find(lower, row.needle.as_bytes()).is_some())
}

/// Whether a row is that of `doctor`.
pub(super) fn is_doctor(row: Option<usize>) -> bool {
    row.is_some_and(|row| AGENTS[row].needle == DOCTOR)
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
        check("extrait-doctor/0.1.0", Some(("extrait doctor", Class::Check)));
        check("extrait-verify/0.1.0", Some(("extrait verify", Class::Check)));
        check(
            "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
            Some(("UptimeRobot", Class::Check)),
        );
        check("Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)", Some(("Pingdom", Class::Check)));
        check("kube-probe/1.31", Some(("Kubernetes", Class::Check)));
        check("GoogleHC/1.0", Some(("Google Cloud", Class::Check)));
        check("ELB-HealthChecker/2.0", Some(("AWS load balancer", Class::Check)));
        check("SomeNewBot/1.0", Some(("another robot", Class::Robot)));
        check(&format!("{}bot", "x".repeat(MOST)), None);
    }

    #[test]
    fn marks_can_be_found() {
        for row in AGENTS {
            assert_eq!(row.needle, row.needle.to_ascii_lowercase());
            assert!(find(row.needle.as_bytes()).is_some());
        }
    }
}
