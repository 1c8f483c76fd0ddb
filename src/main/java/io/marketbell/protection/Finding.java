package io.marketbell.protection;

import io.marketbell.protection.injection.Rule;

/**
 * A text that looks like an attack.
 *
 * @param place where it stands; the caller is told
 * @param rule what gave it away; for the log and the counters only
 */
public record Finding(String place, Rule rule) {}
