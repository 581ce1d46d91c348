//! "Did you mean": finds the allowed name that is nearest to what was written.

use strsim::osa_distance;

/// Longest text in bytes that may be a misspelt name. The comparison takes time proportional to its square.
const LONGEST_WORD: usize = 200;

/// The candidate that differs least from what was written, if it is near enough.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST_WORD {
        return None;
    }
    let lower = written.to_lowercase();
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let most = 1 + written.chars().count() / 4;
    // A prefix of several candidates does not tell which of them is meant.
    let begins = lower.len() > 2
        && candidates.iter().filter(|candidate| is_first_word(&lower, &candidate.to_lowercase())).count()
            == 1;
    let distance = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        let whole = osa_distance(&lower, &candidate);
        // `ec2` stands for `aws.ec2`, `LOG-1` for `LOG-01`, `guest` for `guest-os`, however much is missing.
        match candidate.rsplit_once(['.', '/']) {
            Some((_, last)) if !lower.contains(['.', '/']) => whole.min(osa_distance(&lower, last)),
            _ if candidate.replace("-0", "-") == lower => 0,
            _ if begins && is_first_word(&lower, &candidate) => 1,
            Some(_) | None => whole,
        }
    };
    // Of equally distant candidates, the one with the longer common prefix.
    let beginning = |candidate: &str| {
        std::cmp::Reverse(
            written.chars().zip(candidate.chars()).take_while(|(one, other)| one == other).count(),
        )
    };
    let (best, candidate) = candidates
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .min_by_key(|(distance, candidate)| (*distance, beginning(candidate)))?;
    (best <= most).then_some(candidate)
}

/// The candidate that a text is a slip of the keyboard away from: at most two letters changed, swapped, left out or added, and
/// the numbers in it the same.
pub fn misspelt<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const MOST_SLIPS: usize = 2;
    let lower = written.to_lowercase();
    let alike = candidates.into_iter().filter(|candidate| {
        candidate.len().abs_diff(lower.len()) <= MOST_SLIPS && numbers(candidate).eq(numbers(written))
    });
    let with_distance = alike.map(|candidate| (osa_distance(&lower, &candidate.to_lowercase()), candidate));
    let (slips, candidate) = with_distance.min()?;
    (1..=MOST_SLIPS).contains(&slips).then_some(candidate)
}

fn is_first_word(written: &str, candidate: &str) -> bool {
    candidate.strip_prefix(written).is_some_and(|rest| rest.starts_with('-'))
}

/// The hint with the nearest id, if one is near enough. An id with other numbers is never offered: `AC-21` looks like
/// `AC-2.1` and is another requirement.
pub fn did_you_mean_id<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidates = candidates.into_iter().filter(|candidate| numbers(candidate).eq(numbers(written)));
    did_you_mean(written, candidates)
}

/// The numbers in a text, without the zeros before them.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    numbers.map(|digits| digits.trim_start_matches('0'))
}

/// The hint with the nearest candidate, if one is near enough.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_distant_one_is_not() {
        let services = ["aws.ec2", "aws.ecr", "aws.dynamodb"];
        assert_eq!(nearest("aws.ecs2", services), Some("aws.ec2"));
        assert_eq!(nearest("ec2", services), Some("aws.ec2"));
        assert_eq!(nearest("aws.dynamo-db", services), Some("aws.dynamodb"));
        assert_eq!(nearest("azure.cosmos", services), None);
        assert_eq!(nearest("LOG-1", ["LOG-10", "LOG-01"]), Some("LOG-01"));
        assert_eq!(nearest("wbe", ["acme/web", "acme/shop"]), Some("acme/web"));
        assert_eq!(nearest("guest", ["host-os", "guest-os", "west"]), Some("guest-os"));
        assert_eq!(nearest("nist", ["nist-csf-2", "nist-800-53-r5"]), None);
        assert_eq!(nearest("AU-2(99)", ["AC-2(9)", "AU-2(1)"]), Some("AU-2(1)"));
    }

    #[test]
    fn a_slip_of_the_keyboard_is_recognised_and_another_name_is_not() {
        let names = ["aws_rds_cluster", "aws_rds_cluster_endpoint", "aws_s3_bucket"];
        assert_eq!(misspelt("aws_rds_clutser", names), Some("aws_rds_cluster"));
        assert_eq!(misspelt("AWS_RDS_clusters", names), Some("aws_rds_cluster"));
        assert_eq!(misspelt("aws_rds_cluster", names), None);
        assert_eq!(misspelt("aws_rds_instance", names), None);
        assert_eq!(misspelt("aws_s4_bucket", names), None);
    }

    #[test]
    fn an_id_with_other_numbers_is_never_meant() {
        assert_eq!(did_you_mean_id("AC-2.2", ["AC-22", "AC-2"]), None);
        assert_eq!(did_you_mean_id("LOG", ["LOG-01"]), None);
        assert_eq!(
            did_you_mean_id("PTA-01", ["PAT-01", "PAT-02"]).as_deref(),
            Some("did you mean `PAT-01`?")
        );
    }
}
