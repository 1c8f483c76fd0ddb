/** Reads settings from MicroProfile Config and checks their ranges. */
package io.marketbell.settings;
