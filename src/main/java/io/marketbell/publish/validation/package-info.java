/** The validation rules of a published item; every fault has a JSON pointer. */
package io.marketbell.publish.validation;
