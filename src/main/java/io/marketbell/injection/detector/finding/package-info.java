/** The result of an inspection. */
package io.marketbell.injection.detector.finding;
