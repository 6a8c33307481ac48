import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../env.ts'

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8')

test('the image starts the server with the very command of npm start', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } }
  const command = read('Dockerfile').match(/^CMD (\[.*\])$/m)?.[1] ?? ''
  expect(JSON.parse(command)).toEqual(scripts.start.replace('exec ', '').split(' '))
})
