// Prints `N passed, N failed` from vitest's JSON report, and exits 0 only if tests ran and nothing failed.
// Usage: node scripts/count-tests.mjs <report.json> <number of failed steps>
import { readFileSync } from 'node:fs'

const [file = '', failedSteps = '0'] = process.argv.slice(2)

const read = () => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.log(`no test report: ${error.message}`)
    return { numPassedTests: 0, numFailedTests: 1, testResults: [], success: false }
  }
}

const report = read()
// A file that broke before its first test counts as a failed test: it would vanish from the count.
const broken = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
)
const failed = report.numFailedTests + broken.length
const well = report.success && failed === 0 && report.numPassedTests > 0 && failedSteps === '0'
console.log(`${report.numPassedTests} passed, ${failed} failed`)
process.exitCode = well ? 0 : 1
