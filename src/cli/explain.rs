use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::progress::Progress;
use super::{Common, exit, fact, filing, load, logging, not_done, say};
use crate::config::Config;
use crate::judge::copies::{Apart, Nearness};
use crate::judge::events::{Against, NearStory};
use crate::judge::{SameBecause, SeriesBecause};
use crate::news::{SourceId, StoryId};
use crate::pipeline::{self, Decree, Explanation, Line, Near, PageState};

#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    common: Common,
    /// An article by its address or number, or a story by its id or link.
    #[arg(value_name = "ITEM")]
    item: String,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        match load(&self.common.config).and_then(|config| self.show(&config)) {
            Ok(()) => exit::WELL,
            Err(code) => code,
        }
    }

    fn show(&self, config: &Config) -> Result<(), ExitCode> {
        let explanation =
            pipeline::explain(config, &self.item).map_err(|error| not_done(&error, error.is_unusable()))?;
        if self.json {
            say::json("the explanation", &explanation)
        } else {
            say::result(Shown { config, text: String::new() }.of(&explanation))
        }
    }
}

/// An explanation in lines.
struct Shown<'a> {
    config: &'a Config,
    text: String,
}

impl Shown<'_> {
    fn line(&mut self, name: &str, value: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{name:10} {value}");
    }

    fn time(&self, time: Timestamp) -> String {
        say::local(time, &self.config.site.zone)
    }

    fn of(mut self, explained: &Explanation) -> String {
        self.itself(explained);
        self.group(explained);
        self.story(explained);
        for (at, neighbour) in explained.apart_from.iter().enumerate() {
            let line = self.one(&neighbour.line, false);
            self.line(if at == 0 { "apart from" } else { "" }, &format!("{line}: {}", apart(&neighbour.nearness)));
        }
        for (at, near) in explained.near.iter().enumerate() {
            let Near { event, title } = near;
            self.line(if at == 0 { "near" } else { "" }, &format!("{} “{title}”: {}", event.story, against(event)));
        }
        for (at, line) in explained.kept_apart.iter().enumerate() {
            let line = self.one(line, false);
            self.line(if at == 0 { "split from" } else { "" }, &line);
        }
        for (at, decree) in explained.decisions.iter().enumerate() {
            let decided = self.decree(decree);
            self.line(if at == 0 { "decisions" } else { "" }, &decided);
        }
        let mut filed = Vec::new();
        filing::print(self.config, &explained.topics, &explained.places, |name, value| {
            filed.push((name.to_owned(), value.to_owned()));
        });
        filing::print_near(&explained.near_topics, |name, value| filed.push((name.to_owned(), value.to_owned())));
        for (name, value) in &filed {
            self.line(name, value);
        }
        for stated in &explained.facts {
            self.line("fact", &fact::describe(stated));
            self.line("", &say::because(&stated.fact.evidence));
        }
        self.text.trim_end().to_owned()
    }

    fn itself(&mut self, explained: &Explanation) {
        self.line("article", &format!("{}: {}", explained.id, explained.title));
        let sources: Vec<&str> = explained.sources.iter().map(SourceId::as_str).collect();
        self.line("sources", &sources.join(", "));
        let known_as = format!("(known as {})", explained.address);
        self.line("url", &format!("{}  {known_as}", explained.url.as_deref().unwrap_or("none: its page is not read")));
        if let Some(named) = &explained.known_by {
            self.line("known by", &format!("{named}  (its page names this address)"));
        }
        let first_seen = self.time(explained.first_seen);
        self.line("first seen", &first_seen);
        if let Some(published) = explained.published {
            let published = self.time(published);
            self.line("published", &published);
        }
        let page = match &explained.page {
            PageState::Read => "read".to_owned(),
            PageState::None => "not read: the source's pages aren't, or it has none of its own".to_owned(),
            PageState::Waits { until, error } => {
                let why = error.as_ref().map(|error| format!(", since {error}")).unwrap_or_default();
                format!("to be read from {}{why}", self.time(*until))
            }
            PageState::GivenUp { error } => format!("given up: {error}"),
        };
        self.line("page", &page);
        self.line("text", &format!("{} characters", explained.characters));
        if let Some(withdrawn) = &explained.withdrawn {
            let why = withdrawn.why.as_ref().map_or("its publisher took it down".to_owned(), |why| format!("“{why}”"));
            let since = self.time(withdrawn.at);
            self.line("withdrawn", &format!("{since}: {why}; `bantin republish {}` takes it back", explained.id));
        }
        if let Some(until) = explained.held_until {
            let until = self.time(until);
            self.line("held", &format!("it is dated ahead, and published from {until} on"));
        } else if explained.waits {
            self.line("waits", "what follows may change: it is judged again at the next pass");
        }
        for (at, before) in explained.revisions.iter().enumerate() {
            let until = self.time(before.until);
            let was = format!("until {until} “{}”, {} characters", before.title, before.characters);
            self.line(if at == 0 { "before" } else { "" }, &was);
        }
    }

    fn group(&mut self, explained: &Explanation) {
        let why = explained.story.as_ref().and_then(|story| story.members.iter().find(|line| line.id == explained.id));
        let why = why.and_then(|line| line.why).filter(|_| explained.group.original.is_some());
        match &explained.group.original {
            Some(original) => {
                let original = self.one(original, false);
                let why = why.map(|why| format!(", because of {}", same(why))).unwrap_or_default();
                self.line("copy of", &format!("{original}{why}"));
            }
            None if explained.group.copies.is_empty() => self.line("copies", "none"),
            None => {}
        }
        for (at, copy) in explained.group.copies.iter().filter(|copy| copy.id != explained.id).enumerate() {
            let copy = self.one(copy, true);
            self.line(if at == 0 { "copies" } else { "" }, &copy);
        }
        if let Some(series) = &explained.series {
            self.line("series", &format!("{}: one template, but {}", series.id, other(series.why)));
            for member in series.members.iter().filter(|member| member.id != explained.id) {
                let member = self.one(member, false);
                self.line("", &member);
            }
        }
    }

    fn story(&mut self, explained: &Explanation) {
        let Some(story) = &explained.story else {
            self.line("story", "none yet: it waits for its page or for the next pass");
            return;
        };
        let published = self.time(story.published);
        self.line("story", &format!("{}  {}  of {published}", story.id, story.link));
        if !story.formerly.is_empty() {
            let former: Vec<&str> = story.formerly.iter().map(StoryId::as_str).collect();
            self.line("", &format!("also reached as {}", former.join(", ")));
        }
        for member in &story.members {
            let line = self.one(member, true);
            let founded = if member.why.is_none() { ": founded it" } else { "" };
            self.line("", &format!("{line}{founded}"));
        }
    }

    fn one(&self, line: &Line, with_reason: bool) -> String {
        let Line { id, title, source, address, published, .. } = line;
        let published = published.map(|published| format!(", {}", self.time(published))).unwrap_or_default();
        let why = line.why.filter(|_| with_reason).map(|why| format!(": {}", same(why))).unwrap_or_default();
        format!("{id} “{title}” ({source}: {address}{published}){why}")
    }

    fn decree(&self, decree: &Decree) -> String {
        let articles: Vec<String> = decree.articles.iter().map(ToString::to_string).collect();
        let done = match decree.applied {
            Some(applied) => format!("done {}", self.time(applied)),
            None => "waits for the next pass".to_owned(),
        };
        format!("{} {} of {}: {done}", decree.decision, articles.join(" "), self.time(decree.made))
    }
}

fn same(why: SameBecause) -> String {
    match why {
        SameBecause::SameAddress => "the same address".to_owned(),
        SameBecause::SameText => "the same text".to_owned(),
        SameBecause::NearText { jaccard, containment } => {
            format!("nearly the same text ({})", in_common(jaccard, containment))
        }
        SameBecause::SameEvent { similarity } => format!("the same event (similarity {similarity:.2})"),
        SameBecause::Operator => "an operator's word".to_owned(),
    }
}

fn other(why: SeriesBecause) -> String {
    let shared = |what: &str, shared: f32| format!("other {what} ({:.0}% of them are the same)", shared * 100.0);
    match why {
        SeriesBecause::OtherNumbers { shared: share } => shared("numbers", share),
        SeriesBecause::OtherNumbersInTitles => "other numbers or dates in the titles".to_owned(),
        SeriesBecause::OtherReference => "a document of another number".to_owned(),
        SeriesBecause::OtherNames { shared: share } => shared("names", share),
        SeriesBecause::OtherNamesInTitles => "other names in the titles".to_owned(),
    }
}

fn apart(nearness: &Nearness) -> String {
    let why = match nearness.apart {
        // Another group was nearer, or an operator said no.
        None => "like it, but another was nearer, or an operator keeps them apart".to_owned(),
        Some(Apart::Series { why }) => format!("one template, but {}", other(why)),
        Some(Apart::LittleInCommon) => "too little".to_owned(),
        Some(Apart::OtherTitleAndBeginning) => "neither titles nor beginnings agree".to_owned(),
    };
    format!("{}: {why}", in_common(nearness.jaccard, nearness.containment))
}

fn against(near: &NearStory) -> String {
    let NearStory { similarity, likeness, time, against, .. } = near;
    let reasons = against.iter().map(|against| match against {
        Against::OtherDays => "other days",
        Against::OtherPlaces => "other provinces",
        Against::OtherPlacesInTitles => "other provinces in the titles",
        Against::OtherNumbers => "documents or programmes of other numbers",
        Against::TooLittle => "too little",
        Against::AnotherIsNearer => "another is nearer",
        Against::Crowded => "several stories are as near",
        Against::OtherTitles => "titles with nothing in common",
        Against::OnlyTitles => "hardly anything but the titles",
    });
    let mut reasons: Vec<&str> = reasons.collect();
    if reasons.is_empty() {
        reasons.push("its own is nearer or was there before, it is of its series, or an operator keeps them apart");
    }
    format!(
        "similarity {similarity:.2}, with the time between (× {time:.2}) and names {likeness:.2}: {}",
        reasons.join(", ")
    )
}

fn in_common(jaccard: f32, containment: f32) -> String {
    format!("{:.0}% in common, {:.0}% of the shorter", jaccard * 100.0, containment * 100.0)
}
