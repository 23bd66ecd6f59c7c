//! What Telegram marks in a text by itself, after TDLib's `match_bot_commands`, `match_mentions` and their like:
//! commands, names, tags and addresses of the web.

use super::formatted::{Entity, units};

/// All of them, in the order of the text.
pub(super) fn find(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0;
    let mut before = None;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let hit = hit(before, rest);
        let taken = match hit {
            Some((kind, length)) => {
                let length_in_units = units(&rest[..length]);
                found.push(Entity::plain(kind, offset, length_in_units));
                length
            }
            None => letter.len_utf8(),
        };
        let (head, tail) = rest.split_at(taken);
        offset += units(head);
        before = head.chars().next_back();
        rest = tail;
    }
    found
}

/// What begins here, and its length in bytes.
fn hit(before: Option<char>, rest: &str) -> Option<(&'static str, usize)> {
    let after_word = before.is_some_and(is_word);
    if let Some(tail) = rest.strip_prefix('/') {
        let after_sign = matches!(before, Some('/' | '<' | '>'));
        return (!after_word && !after_sign)
            .then(|| command(tail))
            .flatten()
            .map(|length| ("bot_command", 1 + length));
    }
    if after_word {
        return None;
    }
    if let Some(tail) = rest.strip_prefix('@') {
        let length = name_length(tail);
        let ends = !tail[length..].chars().next().is_some_and(is_word);
        return ((2..=32).contains(&length) && ends).then_some(("mention", 1 + length));
    }
    if let Some(tail) = rest.strip_prefix('#') {
        let length: usize = tail
            .chars()
            .take_while(|letter| is_word(*letter))
            .map(char::len_utf8)
            .sum();
        let is_number = tail[..length].chars().all(|letter| letter.is_ascii_digit());
        return (!is_number).then_some(("hashtag", 1 + length));
    }
    address(rest).map(|length| ("url", length))
}

/// `start@some_bot`, without the slash before it.
fn command(tail: &str) -> Option<usize> {
    let mut length = name_length(tail);
    if !(1..=64).contains(&length) {
        return None;
    }
    if let Some(name) = tail[length..].strip_prefix('@') {
        let name = name_length(name);
        if !(3..=32).contains(&name) {
            return None;
        }
        length += 1 + name;
    }
    let next = tail[length..].chars().next();
    let goes_on = next.is_some_and(|next| is_word(next) || matches!(next, '/' | '<' | '>'));
    (!goes_on).then_some(length)
}

/// An address with its scheme; bare names of hosts, which Telegram finds by its list of domains, are left alone.
fn address(rest: &str) -> Option<usize> {
    let scheme = ["https://", "http://", "tg://"]
        .into_iter()
        .find(|scheme| rest.starts_with(scheme))?;
    let end = rest
        .find(|letter: char| {
            letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '«' | '»')
        })
        .unwrap_or(rest.len());
    let whole = rest[..end].trim_end_matches(['.', ',', ':', ';', '!', '?', ')', '\'']);
    (whole.len() > scheme.len()).then_some(whole.len())
}

fn name_length(text: &str) -> usize {
    let of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.bytes().take_while(of_name).count()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, usize, usize)> {
        let found = find(text).into_iter();
        found
            .map(|entity| (entity.kind, entity.offset, entity.length))
            .collect()
    }

    fn one(kind: &str, offset: usize, length: usize) -> Vec<(String, usize, usize)> {
        vec![(kind.to_owned(), offset, length)]
    }

    #[test]
    fn commands_are_found_where_a_word_could_begin() {
        assert_eq!(kinds("/start m_7"), one("bot_command", 0, 6));
        assert_eq!(kinds("🦊 /draw@fox_bot, now"), one("bot_command", 3, 13));
        assert_eq!(kinds("and/or </b> //x /лис"), []);
    }

    #[test]
    fn names_tags_and_addresses_are_found() {
        assert_eq!(kinds("hi @anna!"), one("mention", 3, 5));
        assert_eq!(kinds("лис@mail"), []);
        assert_eq!(kinds("#лисы #1"), one("hashtag", 0, 5));
        assert_eq!(kinds("(see https://example.org/a?b=c)."), one("url", 5, 25));
    }
}
