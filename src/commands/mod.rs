//! One file per command of the contract.
