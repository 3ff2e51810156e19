//! Cedar: two policies for each check, requests that were made before.

use std::error::Error;

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request};
use serde_json::Value;

use crate::measure::{Data, Told, decided};

fn request(line: &str) -> Result<Request, Box<dyn Error>> {
    let mut record: serde_json::Map<String, Value> = serde_json::from_str(line)?;
    record.retain(|_, value| !value.is_null());
    let context = Context::from_json_value(Value::Object(record), None)?;
    let uid = |text: &str| text.parse::<EntityUid>();
    let (who, what, which) =
        (uid("Office::\"recognition\"")?, uid("Action::\"recognise\"")?, uid("Credential::\"c\"")?);
    Ok(Request::new(who, what, which, context, None)?)
}

pub(crate) fn all(data: &Data) -> Result<Vec<Told>, Box<dyn Error>> {
    let policies: PolicySet = data.rules("checks.cedar")?.parse()?;
    let (entities, authorizer) = (Entities::empty(), Authorizer::new());
    let rows = data.records.len().min(20_000);
    let requests = data.records.iter().take(rows).map(|line| request(line)).collect::<Result<Vec<_>, _>>()?;
    // The policies are called `policy0` and so on, in their order; the order is that of the bits.
    let bit = |name: &str| -> Result<u32, Box<dyn Error>> {
        Ok(1 << name.strip_prefix("policy").ok_or("a policy of another name")?.parse::<u32>()?)
    };
    let one = |request: &Request| -> Result<u32, Box<dyn Error>> {
        let response = authorizer.is_authorized(request, &policies, &entities);
        let mut found = 0;
        for reason in response.diagnostics().reason() {
            found |= bit(reason.as_ref())?;
        }
        Ok(found)
    };
    let told = data.measure(
        ("Cedar (cedar-policy)", Some("cedar-policy"), "requests in memory → outcomes, bitmasks", "one"),
        rows,
        || requests.iter().map(one).collect::<Result<Vec<u32>, _>>(),
        |found| decided(*found),
    )?;
    Ok(vec![told])
}
