//! The right side of a line of the grammar, read just as far as the words in it ask for.

/// An expression of the grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// A literal.
    Literal(String),
    /// Another line, by its name.
    Named(String),
    /// One after the other.
    Sequence(Vec<Expression>),
    /// One of several.
    Choice(Vec<Expression>),
    /// There or not.
    Optional(Box<Expression>),
    /// What takes no text, and what is no word: looking ahead, ranges, numbers.
    Nothing,
}

/// Reads an expression; what it does not know is nothing.
pub(super) fn read(text: &str) -> Expression {
    Reader { tokens: tokens(text), at: 0 }.choice()
}

/// Literals with their quotes, names, and signs.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut token = String::from(c);
        if c == '"' || c == '\'' {
            while let Some(next) = chars.next() {
                token.push(next);
                match next {
                    '\\' => token.extend(chars.next()),
                    end if end == c => break,
                    _ => {}
                }
            }
        } else if c.is_ascii_alphanumeric() || c == '_' {
            while let Some(next) = chars.next_if(|n| n.is_ascii_alphanumeric() || *n == '_') {
                token.push(next);
            }
        } else if c.is_whitespace() {
            continue;
        }
        tokens.push(token);
    }
    tokens
}

struct Reader {
    tokens: Vec<String>,
    at: usize,
}

impl Reader {
    fn next_is(&mut self, wanted: &str) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|t| t == wanted);
        self.at += usize::from(found);
        found
    }

    fn choice(&mut self) -> Expression {
        let mut all = vec![self.sequence()];
        while self.next_is("|") {
            all.push(self.sequence());
        }
        if all.len() == 1 { all.remove(0) } else { Expression::Choice(all) }
    }

    fn sequence(&mut self) -> Expression {
        let mut all = vec![self.repeated()];
        while self.next_is("~") {
            all.push(self.repeated());
        }
        if all.len() == 1 { all.remove(0) } else { Expression::Sequence(all) }
    }

    fn repeated(&mut self) -> Expression {
        let ahead = self.next_is("!") || self.next_is("&");
        let mut one = self.single();
        loop {
            if self.next_is("?") || self.next_is("*") {
                one = Expression::Optional(Box::new(one));
            } else if self.next_is("{") {
                while self.at < self.tokens.len() && !self.next_is("}") {
                    self.at += 1;
                }
            } else if !self.next_is("+") {
                break;
            }
        }
        if ahead { Expression::Nothing } else { one }
    }

    fn single(&mut self) -> Expression {
        if self.next_is("!") || self.next_is("&") {
            let _ = self.repeated();
            return Expression::Nothing;
        }
        if self.next_is("(") {
            let inner = self.choice();
            self.next_is(")");
            return inner;
        }
        let Some(token) = self.tokens.get(self.at).cloned() else { return Expression::Nothing };
        self.at += 1;
        if let Some(literal) = token.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
            return Expression::Literal(literal.to_owned());
        }
        if token.starts_with('\'') {
            // A range: 'a'..'z'.
            while self.next_is(".") {}
            self.at += usize::from(self.tokens.get(self.at).is_some_and(|t| t.starts_with('\'')));
            return Expression::Nothing;
        }
        if token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return Expression::Named(token);
        }
        Expression::Nothing
    }
}
