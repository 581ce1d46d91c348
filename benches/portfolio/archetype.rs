//! The kinds of systems that the projects are: what they are called, which services they use, and what differs there.

/// A kind of system.
pub(crate) struct Archetype {
    /// What such things are called.
    pub(crate) kinds: &'static [&'static str],
    /// What they are for, after the subject.
    pub(crate) description: &'static str,
    /// Services that each has: id, purpose.
    pub(crate) core: &'static [(&'static str, &'static str)],
    /// Services that some have.
    pub(crate) extra: &'static [(&'static str, &'static str)],
    /// Entries of `overrides` that some have, as YAML; they concern services under `core`.
    pub(crate) overrides: &'static [&'static str],
    /// Entries of `not-applicable` that some have.
    pub(crate) not_applicable: &'static [&'static str],
}

const WEB_APPLICATION: Archetype = Archetype {
    kinds: &["web shop", "portal", "customer app", "self-service pages"],
    description: "Web application with which customers and partners",
    core: &[
        ("aws.ecs-fargate", "Containers of the application"),
        ("aws.elb", "Entry of all requests"),
        ("aws.aurora", "Records of the application"),
        ("aws.vpc", "Network of the application"),
    ],
    extra: &[
        ("aws.cloudfront", "Delivery of pages"),
        ("aws.waf", "Filter of requests"),
        ("aws.s3", "Pictures and attachments"),
        ("aws.cognito", "Sign-in of customers"),
        ("aws.elasticache", "Sessions"),
        ("aws.acm", "Certificates"),
    ],
    overrides: &[
        "control: PAT-01\n    part: application\n    service: aws.ecs-fargate\n    duties: { operate: shared }\n    reason: Base images are rebuilt each night by the image service; the team rebuilds its own layers.",
    ],
    not_applicable: &[
        "control: NET-04, part: zones, service: aws.aurora, reason: The database has no public name.",
    ],
};

const EVENT_API: Archetype = Archetype {
    kinds: &["API", "event hub", "notification service", "booking service"],
    description: "Interface driven by events with which other systems",
    core: &[
        ("aws.api-gateway", "Interface"),
        ("aws.lambda", "Functions"),
        ("aws.dynamodb", "State of each case"),
    ],
    extra: &[
        ("aws.sqs", "Work that waits"),
        ("aws.sns", "Messages to subscribers"),
        ("aws.eventbridge", "Events of other systems"),
        ("aws.step-functions", "Order of the steps"),
        ("aws.x-ray", "Traces of requests"),
        ("aws.secrets-manager", "Credentials of partners"),
        ("aws.s3", "Archive of messages"),
    ],
    overrides: &[
        "control: PAT-01\n    part: platform\n    service: aws.lambda\n    duties: { operate: customer, verify: customer }\n    reason: Functions are container images, so a fix of the runtime arrives when we rebuild them.",
    ],
    not_applicable: &[
        "control: NET-01, service: aws.lambda, reason: No function is attached to a virtual network.",
        "control: NET-02, service: aws.lambda, reason: No function is attached to a virtual network.",
        "control: NET-08, part: network, service: aws.lambda, reason: No function is attached to a virtual network.",
    ],
};

const DATA_PIPELINE: Archetype = Archetype {
    kinds: &["data pipeline", "data feed", "event archive", "master data"],
    description: "Pipeline that collects, checks and joins what planners",
    core: &[
        ("aws.s3", "Raw and checked data"),
        ("aws.glue", "Jobs that check and join"),
        ("aws.kinesis-data-streams", "Stream of events"),
    ],
    extra: &[
        ("aws.firehose", "Delivery into the lake"),
        ("aws.lake-formation", "Rights to tables"),
        ("aws.mwaa", "Order of the jobs"),
        ("aws.lambda", "Small changes of form"),
        ("aws.dms", "Copies of source databases"),
        ("aws.sns", "Messages about failed jobs"),
        ("aws.macie", "Search for personal data"),
    ],
    overrides: &[],
    not_applicable: &[
        "control: DAT-06, part: application, service: aws.glue, reason: Values are masked before they reach the jobs.",
    ],
};

const ANALYTICS: Archetype = Archetype {
    kinds: &["analytics", "forecast", "dashboards", "cost report"],
    description: "Analytics with which managers",
    core: &[
        ("aws.redshift", "Warehouse"),
        ("aws.s3", "Files to be loaded"),
        ("aws.quicksight", "Pages for managers"),
    ],
    extra: &[
        ("aws.athena", "Queries on files"),
        ("aws.glue", "Loading"),
        ("aws.sagemaker", "Models"),
        ("aws.lambda", "Nightly triggers"),
        ("aws.vpc", "Network of the warehouse"),
        ("aws.bedrock", "Summaries in words"),
    ],
    overrides: &[],
    not_applicable: &[
        "control: NET-04, part: zones, service: aws.redshift, reason: The warehouse has no public name.",
    ],
};

const VM_ESTATE: Archetype = Archetype {
    kinds: &["core system", "terminal servers", "back office", "legacy host"],
    description: "Bought software on virtual machines with which the back office",
    core: &[
        ("aws.ec2", "Application servers"),
        ("aws.ebs", "Disks of the servers"),
        ("aws.vpc", "Network of the servers"),
        ("aws.systems-manager", "Fixes and sessions"),
    ],
    extra: &[
        ("aws.rds", "Database of the product"),
        ("aws.elb", "Internal load balancer"),
        ("aws.auto-scaling", "Replacement of failed servers"),
        ("aws.backup", "Copies of disks and database"),
        ("aws.fsx-windows", "Shared folders"),
        ("aws.directory-service", "Accounts of the servers"),
    ],
    overrides: &[
        "control: PAT-01\n    part: guest-os\n    service: aws.ec2\n    duties: { operate: shared }\n    reason: The maker of the product installs fixes on its own appliance; we patch all other servers.",
    ],
    not_applicable: &[
        "control: NET-04, part: zones, service: aws.ec2, reason: The servers have no public names.",
    ],
};

const FILE_EXCHANGE: Archetype = Archetype {
    kinds: &["file exchange", "partner gateway", "document archive", "EDI"],
    description: "Exchange of files through which partners",
    core: &[("aws.transfer-family", "Entry of partners"), ("aws.s3", "Files")],
    extra: &[
        ("aws.lambda", "Checks of each file"),
        ("aws.sqs", "Files that wait"),
        ("aws.step-functions", "Order of the checks"),
        ("aws.b2b-data-interchange", "Change of form"),
        ("aws.secrets-manager", "Keys of partners"),
        ("aws.ses", "Receipts by mail"),
        ("aws.route53", "Names for partners"),
    ],
    overrides: &[
        "control: MAL-02\n    part: data\n    service: aws.s3\n    duties: { operate: shared }\n    reason: The partner scans before sending, and we scan on arrival.",
    ],
    not_applicable: &[],
};

static ALL: [Archetype; 6] = [WEB_APPLICATION, EVENT_API, DATA_PIPELINE, ANALYTICS, VM_ESTATE, FILE_EXCHANGE];

impl Archetype {
    /// All of them.
    pub(crate) fn all() -> &'static [Archetype] {
        &ALL
    }
}
