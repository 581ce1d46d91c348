//! `onus` answers one question for every control, every cloud service and every project of an organisation: whose
//! job is it? The modules stand in the order in which data passes through them; imports point only upwards.

pub mod error;

pub mod interrupt;

pub mod load;

pub mod messages;

pub mod theme;

pub mod plan;

pub mod open;

pub mod render;

pub mod format;

pub mod publish;

pub mod pages;

pub mod build;

pub mod bundle;

pub mod changes;

pub mod report;

pub mod cli;

pub mod cmd;
