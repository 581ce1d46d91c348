//! `onus` answers one question for every control, every cloud service and every project of an organisation: whose
//! job is it? The modules stand in the order in which data passes through them; imports point only upwards.

pub mod source;

pub mod diagnostic;

pub mod schema;

pub mod model;

pub mod error;

pub mod load;

pub mod validate;

pub mod resolve;

pub mod assess;

pub mod compare;

pub mod plan;

pub mod render;

pub mod picture;

pub mod document;

pub mod layout;

pub mod format;

pub mod package;

pub mod publish;

pub mod pipeline;

pub mod gate;

pub mod report;

pub mod cli;

pub mod cmd;
