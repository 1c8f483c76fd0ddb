package io.marketbell.ingest;

import jakarta.json.JsonObject;

/**
 * An item as a publisher sent it, not yet validated: the JSON object of the contract's POST /notifications. In JSON, not
 * in typed fields, so that code beside us and partners over HTTP are told the same about the same mistake.
 */
public record Publication(JsonObject item) {}
