// Where CI asks once and cannot look again, a test gets two more tries; scripts/test.mjs names every test that needed one.
if (process.env['CI']) jest.retryTimes(2, { logErrorsBeforeRetry: true });
