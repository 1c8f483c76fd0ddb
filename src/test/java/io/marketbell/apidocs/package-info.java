/** Reading the partners' documents in tests: what they say, and whether an answer is as they say. */
package io.marketbell.apidocs;
