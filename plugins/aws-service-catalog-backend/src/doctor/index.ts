export { createDoctor } from './createDoctor';
export { createDoctorRouter } from './router';
export { scheduleDoctor } from './scheduleDoctor';
