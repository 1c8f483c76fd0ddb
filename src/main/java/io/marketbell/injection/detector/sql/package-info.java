/**
 * Detects SQL injection. {@code Lexer} splits a text into {@code Tokens}, the classes named {@code Rules} add
 * {@code Evidence} for what they find in them, and {@code SeverityRules} grade it. {@code Weights} lists how much each
 * kind of sign counts.
 */
package io.marketbell.injection.detector.sql;
